import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { podsAt, type RolloutStep } from './demand.ts';
import { blueGreenSteps, canarySteps, recreateSteps, rollingSteps } from './rollout-steps.ts';

const show = (steps: RolloutStep[]) =>
  steps.map(({ label, stable, canary, terminating }) => `${label}: ${stable}+${canary}+${terminating}`);
const ROUTED = { trafficRouting: { istio: {} } };
const at = (replicas: number, gracePeriod = 60) => ({ replicas, gracePeriod });

describe('a rolling update', () => {
  it.each<[string, number, object, string[]]>([
    ['the defaults round the surge up', 5, {}, ['steady: 5+0+0', 'rolling: 2+5+3']],
    ['a surge alone', 4, { maxSurge: 1, maxUnavailable: 0 }, ['steady: 4+0+0', 'rolling: 3+2+1']],
    [
      'without a surge new pods wait for room',
      4,
      { maxSurge: 0, maxUnavailable: 1 },
      ['steady: 4+0+0', 'rolling: 3+1+0'],
    ],
    ['of one pod', 1, { maxSurge: 1, maxUnavailable: 0 }, ['steady: 1+0+0', 'rolling: 0+2+1']],
    [
      'where both come to nothing',
      3,
      { maxSurge: 0, maxUnavailable: '10%' },
      ['steady: 3+0+0', 'rolling: 2+1+0'],
    ],
  ])('%s', (_, replicas, strategy, steps) => {
    expect(show(rollingSteps(at(replicas), strategy))).toEqual(steps);
  });

  it('never holds more than recreating, where nothing overlaps, and its surge twice', () => {
    expect(show(recreateSteps(at(3)))).toEqual(['steady: 3+0+0']);
    fc.assert(
      fc.property(fc.nat(50), fc.nat(60), fc.nat(60), (replicas, maxSurge, maxUnavailable) => {
        const steps = rollingSteps(at(replicas), { maxSurge, maxUnavailable });
        for (const step of steps) expect(podsAt(step)).toBeLessThanOrEqual(replicas + maxSurge + replicas);
        for (const step of steps)
          expect(Math.min(step.stable, step.canary, step.terminating)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('a canary', () => {
  const steps = [{ setWeight: 20 }, { pause: { duration: '10m' } }, { setWeight: 50 }, { pause: {} }];

  it('keeps every stable pod where a router splits the traffic', () => {
    expect(show(canarySteps({ ...ROUTED, steps }, at(6)))).toEqual([
      'steady: 6+0+0',
      '20 %: 6+2+0',
      '50 %: 6+3+0',
      'promoted: 6+6+0',
    ]);
  });

  it('gives stable pods back as it grows when the stable scale is dynamic', () => {
    expect(show(canarySteps({ ...ROUTED, steps, dynamicStableScale: true }, at(6)))).toEqual([
      'steady: 6+0+0',
      '20 %: 6+2+0',
      '50 %: 5+3+0',
      'promoted: 3+6+0',
    ]);
  });

  it('counts pods that still stop when the next step comes sooner', () => {
    const quick = [
      { setWeight: 50 },
      { pause: { duration: 30 } },
      { setWeight: 80 },
      { pause: { duration: '30s' } },
    ];
    const canary = { ...ROUTED, steps: quick, dynamicStableScale: true };
    expect(show(canarySteps(canary, at(10, 60)))).toEqual([
      'steady: 10+0+0',
      '50 %: 10+5+0',
      '80 %: 5+8+5',
      'promoted: 2+10+3',
    ]);
    expect(show(canarySteps(canary, at(10, 20))).at(-1)).toBe('promoted: 2+10+0');
  });

  it('has the pods that setCanaryScale names, whatever the weight', () => {
    const scaled = [
      { setCanaryScale: { replicas: 1 } },
      { setWeight: 50 },
      { setCanaryScale: { weight: 30 } },
    ];
    expect(show(canarySteps({ ...ROUTED, steps: scaled }, at(10)))).toEqual([
      'steady: 10+0+0',
      'canary scale: 10+1+0',
      '50 %: 10+1+0',
      'canary scale: 10+3+0',
      'promoted: 10+10+0',
    ]);
  });

  it('is a rolling update without a router', () => {
    expect(show(canarySteps({ steps, maxSurge: 1, maxUnavailable: 0 }, at(4)))).toEqual([
      'steady: 4+0+0',
      'rolling: 3+2+1',
    ]);
  });
});

describe('a blue-green rollout', () => {
  it.each([
    [undefined, ['steady: 4+0+0', 'preview: 4+4+0', 'promoted: 4+4+0']],
    [1, ['steady: 4+0+0', 'preview: 4+1+0', 'promoted: 4+4+0']],
  ])('holds both sides, with %s replicas in the preview', (preview, steps) => {
    expect(show(blueGreenSteps(preview, at(4)))).toEqual(steps);
  });
});
