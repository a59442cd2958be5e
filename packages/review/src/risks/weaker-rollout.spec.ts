import { describe, expect, it } from 'vitest';
import { fieldEntry } from '../testing/entry-fixture.ts';
import { weakerRollout } from './weaker-rollout.ts';

describe('the risk weaker-rollout', () => {
  it.each([
    [
      'a larger step',
      fieldEntry('Rollout/a', 'spec.strategy.canary.steps[0].setWeight', [20, 40]),
      'medium',
      'Rollout/a: a step gives the canary more requests (20 → 40)',
    ],
    [
      'a shorter pause',
      fieldEntry('Rollout/a', 'spec.strategy.canary.steps[1].pause.duration', ['10m', '60s']),
      'medium',
      'Rollout/a: a pause of the canary ends sooner (10m → 60s)',
    ],
    [
      'a step less',
      fieldEntry('Rollout/a', 'spec.strategy.canary.steps[1]', [{ pause: {} }, undefined]),
      'medium',
      'Rollout/a: a step of the canary goes',
    ],
    [
      'no analysis',
      fieldEntry('Rollout/a', 'spec.strategy.canary.analysis', [{}, undefined]),
      'medium',
      'Rollout/a: the canary is no longer analysed',
    ],
    [
      'pods that count as ready sooner',
      fieldEntry('Rollout/a', 'spec.minReadySeconds', [30, 0]),
      'medium',
      'Rollout/a: new pods count as ready sooner (30 → 0)',
    ],
    [
      'more failures tolerated',
      fieldEntry('AnalysisTemplate/a', 'spec.metrics[e].failureLimit', [1, 5]),
      'medium',
      'AnalysisTemplate/a: more failures are tolerated (1 → 5)',
    ],
    [
      'a metric less',
      fieldEntry('AnalysisTemplate/a', 'spec.metrics[e]', [{}, undefined]),
      'medium',
      'AnalysisTemplate/a: a metric is no longer judged',
    ],
    [
      'a higher bound of errors',
      fieldEntry('AnalysisTemplate/a', 'spec.metrics[e].successCondition', [
        'result[0] <= 0.01',
        'result[0] <= 0.1',
      ]),
      'medium',
      'AnalysisTemplate/a: the bound of the analysis rises (0.01 → 0.1)',
    ],
    [
      'more evictions',
      fieldEntry('PodDisruptionBudget/a', 'spec.maxUnavailable', [1, 3]),
      'medium',
      'PodDisruptionBudget/a: more pods may be evicted at once (1 → 3)',
    ],
    [
      'more missing pods of a Deployment',
      fieldEntry('Deployment/a', 'spec.strategy.rollingUpdate.maxUnavailable', [0, 1]),
      'medium',
      'Deployment/a: more pods may be missing in a rollout (0 → 1)',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(weakerRollout.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['a smaller step', fieldEntry('Rollout/a', 'spec.strategy.canary.steps[0].setWeight', [40, 20])],
    [
      'a longer pause, in another unit',
      fieldEntry('Rollout/a', 'spec.strategy.canary.steps[1].pause.duration', ['60s', '10m']),
    ],
    ['a step more', fieldEntry('Rollout/a', 'spec.strategy.canary.steps[1]', [undefined, { pause: {} }])],
    ['fewer failures tolerated', fieldEntry('AnalysisTemplate/a', 'spec.metrics[e].failureLimit', [5, 1])],
    ['fewer evictions', fieldEntry('PodDisruptionBudget/a', 'spec.maxUnavailable', [3, 1])],
    ['an analysis that comes', fieldEntry('Rollout/a', 'spec.strategy.canary.analysis', [undefined, {}])],
  ])('is not %s', (_, entry) => {
    expect(weakerRollout.judge(entry)).toBeUndefined();
  });
});
