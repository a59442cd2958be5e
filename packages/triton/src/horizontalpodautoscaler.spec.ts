import { ADAPTER_METRICS, type HpaScaling, type RolloutPlan, type ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { horizontalPodAutoscaler } from './horizontalpodautoscaler.ts';

const hpa: HpaScaling = {
  controller: 'hpa',
  minReplicas: 2,
  maxReplicas: 6,
  metric: { type: 'queueTime', targetMs: 20 },
  scaleUpStabilizationSeconds: 0,
  scaleDownStabilizationSeconds: 300,
};
const rolling: RolloutPlan = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 1 };

function specOf(overrides: Partial<HpaScaling> = {}, plan: Partial<ServingPlan> = {}) {
  return horizontalPodAutoscaler(planFixture({ ...plan, scaling: { ...hpa, ...overrides } }))!.spec;
}

describe('horizontalPodAutoscaler', () => {
  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', planFixture().rollout],
    ['apps/v1', 'Deployment', rolling],
  ])('scales the workload itself: %s %s', (apiVersion, kind, rollout) => {
    expect(specOf({}, { rollout }).scaleTargetRef).toEqual({
      apiVersion,
      kind,
      name: 'image-classification',
    });
  });

  it('compares the mean queue time of the service as it is, since it is a ratio', () => {
    expect(specOf().metrics).toEqual([
      {
        type: 'External',
        external: {
          metric: {
            name: 'fleetwright_queue_time_milliseconds',
            selector: { matchLabels: { service: 'image-classification-metrics' } },
          },
          target: { type: 'Value', value: '20' },
        },
      },
    ]);
  });

  it.each([
    [8, '8'],
    [0.5, '500m'],
    [2000, '2k'],
  ])('compares waiting requests per replica, as the API server writes %d', (target, averageValue) => {
    const [metric] = specOf({ metric: { type: 'pendingRequests', target } }).metrics ?? [];
    expect(metric?.external).toMatchObject({
      metric: { name: 'fleetwright_pending_requests' },
      target: { type: 'AverageValue', averageValue },
    });
  });

  it('asks only for metrics that the adapter serves', () => {
    const names = (['queueTime', 'pendingRequests'] as const).map((type) => ADAPTER_METRICS[type].name);
    expect(names).toContain(specOf().metrics?.[0]?.external?.metric.name);
  });

  it('keeps within the replicas of the plan and waits before it shrinks', () => {
    expect(specOf()).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0 },
        scaleDown: { stabilizationWindowSeconds: 300 },
      },
    });
  });

  it('is not there where KEDA scales, or nothing', () => {
    expect(horizontalPodAutoscaler(planFixture())).toBeUndefined();
    const fixed = { controller: 'none', minReplicas: 2, maxReplicas: 2 } as const;
    expect(horizontalPodAutoscaler(planFixture({ scaling: fixed }))).toBeUndefined();
  });
});
