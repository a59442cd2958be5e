import { describe, expect, it } from 'vitest';
import { fieldEntry } from '../testing/entry-fixture.ts';
import { replicaFloor } from './replica-floor.ts';

describe('the risk replica-floor', () => {
  it.each([
    [
      'one replica',
      fieldEntry('ScaledObject/a', 'spec.minReplicaCount', [2, 1]),
      'medium',
      'ScaledObject/a keeps 1 instead of 2 replicas',
    ],
    [
      'no replica',
      fieldEntry('ScaledObject/a', 'spec.minReplicaCount', [1, 0]),
      'high',
      'ScaledObject/a keeps 0 instead of 1 replicas',
    ],
    [
      'fewer of many',
      fieldEntry('HorizontalPodAutoscaler/a', 'spec.minReplicas', [9, 6]),
      'low',
      'HorizontalPodAutoscaler/a keeps 6 instead of 9 replicas',
    ],
  ])('is %s', (_, entry, severity, title) => {
    expect(replicaFloor.judge(entry)).toMatchObject({ severity, title });
  });

  it.each([
    ['more replicas', fieldEntry('ScaledObject/a', 'spec.minReplicaCount', [1, 2])],
    ['a lower ceiling', fieldEntry('ScaledObject/a', 'spec.maxReplicaCount', [9, 6])],
    ['replicas that the autoscaler takes over', fieldEntry('Rollout/a', 'spec.replicas', [2, undefined])],
  ])('is not %s', (_, entry) => {
    expect(replicaFloor.judge(entry)).toBeUndefined();
  });
});
