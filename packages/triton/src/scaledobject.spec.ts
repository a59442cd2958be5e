import type { KedaScaling } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { scaledObject } from './scaledobject.ts';

const plan = planFixture();
const keda = plan.scaling as KedaScaling;
const byCount = planFixture({ scaling: { ...keda, metric: { type: 'pendingRequests', target: 8 } } });

function parses(query: string): boolean {
  let isValid = true;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) isValid = false;
    },
  });
  return isValid;
}

describe('scaledObject', () => {
  it.each([
    ['argoproj.io/v1alpha1', 'Rollout', plan.rollout],
    ['apps/v1', 'Deployment', { strategy: 'rolling-update' as const, maxSurge: 1, maxUnavailable: 1 }],
  ])('scales the workload itself: %s %s', (apiVersion, kind, rollout) => {
    expect(scaledObject(planFixture({ rollout }))?.spec.scaleTargetRef).toEqual({
      apiVersion,
      kind,
      name: 'image-classification',
    });
  });

  it('is not there where something else scales, or nothing', () => {
    const { prometheusAddress: _, pollingIntervalSeconds: __, ...metric } = keda;
    expect(scaledObject(planFixture({ scaling: { ...metric, controller: 'hpa' } }))).toBeUndefined();
    const fixed = { controller: 'none' as const, minReplicas: 2, maxReplicas: 2 };
    expect(scaledObject(planFixture({ scaling: fixed }))).toBeUndefined();
  });

  it('compares the mean queue time as it is, since it is a ratio', () => {
    const [trigger] = scaledObject(plan)!.spec.triggers;
    expect(trigger?.metricType).toBe('Value');
    expect(trigger?.metadata['threshold']).toBe('20');
    expect(trigger?.metadata['query']).toContain('nv_inference_queue_duration_us');
  });

  it('compares the waiting requests per replica, since they are a count', () => {
    const [trigger] = scaledObject(byCount)!.spec.triggers;
    expect(trigger?.metricType).toBe('AverageValue');
    expect(trigger?.metadata['threshold']).toBe('8');
    expect(trigger?.metadata['query']).toContain('nv_inference_pending_request_count');
  });

  it('takes no traffic for zero, and no series for unknown', () => {
    const [trigger] = scaledObject(plan)!.spec.triggers;
    expect(trigger?.metadata['query']).toMatch(/\nor 0 \* sum\(nv_inference_pending_request_count\{/);
    expect(trigger?.metadata['ignoreNullValues']).toBe('false');
    expect(scaledObject(plan)!.spec).not.toHaveProperty('fallback');
  });

  it.each([
    ['queue time', plan],
    ['pending requests', byCount],
  ])('asks Prometheus a question that it understands: %s', (_, given) => {
    expect(parses(scaledObject(given)!.spec.triggers[0]?.metadata['query'] ?? '')).toBe(true);
    expect(parses('sum(')).toBe(false);
  });

  it('never scales by CPU or memory', () => {
    expect(scaledObject(plan)!.spec.triggers.map(({ type }) => type)).toEqual(['prometheus']);
  });

  it('keeps within the replicas of the plan and waits before it shrinks', () => {
    const { spec } = scaledObject(plan)!;
    expect(spec).toMatchObject({ pollingInterval: 15, minReplicaCount: 2, maxReplicaCount: 6 });
    expect(spec.advanced?.horizontalPodAutoscalerConfig?.behavior).toEqual({
      scaleUp: { stabilizationWindowSeconds: 0 },
      scaleDown: { stabilizationWindowSeconds: 300 },
    });
  });
});
