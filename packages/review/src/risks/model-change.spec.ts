import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { modelChange } from './model-change.ts';

describe('the risk model-change', () => {
  it.each([
    [
      'a batch setting',
      fieldEntry(
        'Rollout/a',
        'spec.template.metadata.annotations[config.fleetwright.dev/m] › max_batch_size',
        [8, 16],
      ),
      'low',
      'Rollout/a configures a model differently',
    ],
    [
      'a model that goes',
      fieldEntry('Rollout/a', 'spec.template.metadata.annotations[config.fleetwright.dev/m]', [
        'name: m',
        undefined,
      ]),
      'medium',
      'Rollout/a no longer serves a model: spec.template.metadata.annotations[config.fleetwright.dev/m]',
    ],
    [
      'other files',
      fieldEntry('Rollout/a', 'spec.template.spec.initContainers[fetch-models].args[0]', ['a/1', 'a/2']),
      'low',
      'Rollout/a loads other model files',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(modelChange.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['another annotation', fieldEntry('Rollout/a', 'spec.template.metadata.annotations[team]', ['a', 'b'])],
    ['an image', fieldEntry('Rollout/a', 'spec.template.spec.containers[triton].image', ['a:1', 'a:2'])],
    ['a workload that comes', objectEntry('Rollout/a', 'added')],
  ])('is not %s', (_, entry) => {
    expect(modelChange.judge(entry)).toBeUndefined();
  });
});
