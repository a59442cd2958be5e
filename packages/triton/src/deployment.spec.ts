import type { RollingUpdate } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { deployment } from './deployment.ts';
import { rollout } from './rollout.ts';

const rolling: RollingUpdate = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 };
const plan = planFixture({ rollout: rolling });
const built = deployment(plan)!;

describe('deployment', () => {
  it('replaces the pods as the plan says, within its budgets', () => {
    expect(built.spec).toMatchObject({
      revisionHistoryLimit: 3,
      minReadySeconds: 10,
      progressDeadlineSeconds: plan.budgets.progressDeadlineSeconds,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  it('states the replicas only where nothing scales them', () => {
    expect(built.spec.replicas).toBeUndefined();
    const scaling = { controller: 'none', minReplicas: 1, maxReplicas: 1 } as const;
    expect(deployment(planFixture({ rollout: rolling, scaling }))?.spec.replicas).toBe(1);
  });

  it('selects its pods by the frozen labels, which its template carries', () => {
    expect(built.spec.selector.matchLabels).toEqual(plan.selectorLabels);
    expect(built.spec.template.metadata?.labels).toMatchObject(plan.selectorLabels);
  });

  it('spreads each revision by the label of its own controller', () => {
    const keys = built.spec.template.spec?.topologySpreadConstraints?.map(
      ({ matchLabelKeys }) => matchLabelKeys,
    );
    expect(keys).toEqual([['pod-template-hash'], ['pod-template-hash']]);
  });

  it('has the same pod as a Rollout apart from that label', () => {
    const text = JSON.stringify(rollout(planFixture(), () => ({}))?.spec.template);
    expect(JSON.stringify(built.spec.template)).toBe(
      text.replaceAll('rollouts-pod-template-hash', 'pod-template-hash'),
    );
  });

  it('is not there beside a Rollout', () => {
    expect(deployment(planFixture())).toBeUndefined();
  });
});
