import type { MetricScaling } from '@fleetwright/plan';

/** How long an autoscaler of either kind waits before it follows the metric. */
export function scalingBehavior(scaling: MetricScaling) {
  return {
    scaleUp: { stabilizationWindowSeconds: scaling.scaleUpStabilizationSeconds },
    scaleDown: { stabilizationWindowSeconds: scaling.scaleDownStabilizationSeconds },
  };
}
