import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { deletion } from './deletion.ts';

describe('the risk deletion', () => {
  it.each([
    ['a Service that goes', objectEntry('Service/a', 'removed'), 'high', 'Service/a is deleted'],
    [
      'a budget that goes',
      objectEntry('PodDisruptionBudget/a', 'removed'),
      'medium',
      'PodDisruptionBudget/a is deleted',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(deletion.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['a Service that comes', objectEntry('Service/a', 'added')],
    ['a Service that is renamed, which is told elsewhere', objectEntry('Service/a', 'renamed', 'Service/b')],
    ['a field that goes', fieldEntry('Service/a', 'spec.type', ['ClusterIP', undefined])],
  ])('is not %s', (_, entry) => {
    expect(deletion.judge(entry)).toBeUndefined();
  });
});
