import { describe, expect, it } from 'vitest';
import { fieldEntry } from '../testing/entry-fixture.ts';
import { selectorChange } from './selector-change.ts';

describe('the risk selector-change', () => {
  it.each([
    [
      'other pods behind a Service',
      fieldEntry('Service/a', 'spec.selector.app', ['a', 'b']),
      'high',
      'Service/a selects by another spec.selector.app',
    ],
    [
      'another target of an autoscaler',
      fieldEntry('ScaledObject/a', 'spec.scaleTargetRef.name', ['a', 'b']),
      'medium',
      'ScaledObject/a selects by another spec.scaleTargetRef.name',
    ],
    [
      'other pods of a budget',
      fieldEntry('PodDisruptionBudget/a', 'spec.selector.matchLabels.app', ['a', 'b']),
      'medium',
      'PodDisruptionBudget/a selects by another spec.selector.matchLabels.app',
    ],
    [
      'other pods of a subset',
      fieldEntry('DestinationRule/a', 'spec.subsets[v1].labels.app', ['a', 'b']),
      'medium',
      'DestinationRule/a selects by another spec.subsets[v1].labels.app',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(selectorChange.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    [
      'the selector of a workload, which is immutable',
      fieldEntry('Deployment/a', 'spec.selector.matchLabels.app', ['a', 'b']),
    ],
    [
      'a selector of volumes',
      fieldEntry('PersistentVolumeClaim/a', 'spec.selector.matchLabels.app', ['a', 'b']),
    ],
    ['a port', fieldEntry('Service/a', 'spec.ports[http].port', [80, 81])],
  ])('is not %s', (_, entry) => {
    expect(selectorChange.judge(entry)).toBeUndefined();
  });
});
