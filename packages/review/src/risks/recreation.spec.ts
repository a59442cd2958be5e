import { describe, expect, it } from 'vitest';
import { fieldEntry, objectEntry } from '../testing/entry-fixture.ts';
import { recreation } from './recreation.ts';

describe('the risk recreation', () => {
  it.each([
    [
      'another name of a Rollout',
      objectEntry('Rollout/b', 'renamed', 'Rollout/a'),
      'high',
      'Rollout/a becomes Rollout/b',
    ],
    [
      'another place of a Service',
      objectEntry('Service/a', 'renamed', 'Service/a'),
      'high',
      'Service/a moves elsewhere',
    ],
    [
      'another name of a rule',
      objectEntry('PrometheusRule/b', 'renamed', 'PrometheusRule/a'),
      'low',
      'PrometheusRule/a becomes PrometheusRule/b',
    ],
    [
      'the strategy Recreate',
      fieldEntry('Deployment/a', 'spec.strategy.type', ['RollingUpdate', 'Recreate']),
      'high',
      'Deployment/a stops all pods before it starts new ones',
    ],
    [
      'another destination',
      fieldEntry('Application/a', 'spec.destination.name', ['a', 'b']),
      'high',
      'Application/a changes spec.destination.name',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(recreation.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    [
      'the strategy RollingUpdate',
      fieldEntry('Deployment/a', 'spec.strategy.type', ['Recreate', 'RollingUpdate']),
    ],
    ['another revision', fieldEntry('Application/a', 'spec.source.targetRevision', ['a', 'b'])],
    ['an object that comes', objectEntry('Rollout/a', 'added')],
  ])('is not %s', (_, entry) => {
    expect(recreation.judge(entry)).toBeUndefined();
  });
});
