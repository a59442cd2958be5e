import { formatDecimal } from '@fleetwright/kube';
import type { HorizontalPodAutoscaler, MetricSpec, MetricTarget } from '@fleetwright/kube-schemas';
import { ADAPTER_METRICS, type MetricScaling, type ServingPlan } from '@fleetwright/plan';
import { scalingBehavior } from './scaling-behavior.ts';
import { scaleTarget } from './workload.ts';

/**
 * Builds the HorizontalPodAutoscaler, which scales by what waits for the GPUs. The metric is external, since it
 * belongs to the service and not to single pods: the mean over stable and canary pods, which the cluster's
 * Prometheus adapter serves. https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
export function horizontalPodAutoscaler(plan: ServingPlan): HorizontalPodAutoscaler | undefined {
  const { scaling } = plan;
  if (scaling.controller !== 'hpa') return undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      scaleTargetRef: scaleTarget(plan),
      minReplicas: scaling.minReplicas,
      maxReplicas: scaling.maxReplicas,
      metrics: [metricSpec(plan, scaling.metric)],
      behavior: scalingBehavior(scaling),
    },
  };
}

function metricSpec(plan: ServingPlan, metric: MetricScaling['metric']): MetricSpec {
  return {
    type: 'External',
    external: {
      metric: {
        name: ADAPTER_METRICS[metric.type].name,
        selector: { matchLabels: { service: plan.names.metricsService } },
      },
      target: metricTarget(metric),
    },
  };
}

// A ratio says how much too slow a replica is; a count is shared among the replicas. Quantities in any but the
// canonical form would differ from what the API server stores.
function metricTarget(metric: MetricScaling['metric']): MetricTarget {
  return metric.type === 'queueTime'
    ? { type: 'Value', value: formatDecimal(metric.targetMs) }
    : { type: 'AverageValue', averageValue: formatDecimal(metric.target) };
}
