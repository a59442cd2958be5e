import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { rollout } from './rollout.ts';

const plan = planFixture();
const strategy = { canary: { stableService: 'a', canaryService: 'b' } };
const built = rollout(plan, () => strategy)!;

describe('rollout', () => {
  it('leaves the number of replicas to the autoscaler', () => {
    expect(built.spec.replicas).toBeUndefined();
  });

  it('states the replicas where nothing scales them', () => {
    const fixed = planFixture({ scaling: { controller: 'none', minReplicas: 3, maxReplicas: 3 } });
    expect(rollout(fixed, () => strategy)?.spec.replicas).toBe(3);
  });

  it('is not there beside a Deployment', () => {
    const rolling = planFixture({
      rollout: { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 },
    });
    expect(rollout(rolling, () => strategy)).toBeUndefined();
  });

  it('holds its own pod template instead of a reference to another workload', () => {
    expect(built.spec).not.toHaveProperty('workloadRef');
    expect(built.spec?.template?.spec?.containers).toHaveLength(1);
  });

  it('selects its pods by the frozen labels, which its template carries', () => {
    expect(built.spec?.selector?.matchLabels).toEqual(plan.selectorLabels);
    expect(built.spec?.template?.metadata?.labels).toMatchObject(plan.selectorLabels);
  });

  it('gives up after the budgets of the plan and takes the canary away', () => {
    expect(built.spec).toMatchObject({
      minReadySeconds: 10,
      progressDeadlineSeconds: 800,
      progressDeadlineAbort: true,
    });
  });

  it('takes its strategy from the given function', () => {
    expect(built.spec?.strategy).toBe(strategy);
  });
});
