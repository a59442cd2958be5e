import type { PvcDelivery } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { verifyContainers } from './verify-container.ts';

const sha256 = 'b'.repeat(64);
const delivery: PvcDelivery = {
  mode: 'pvc',
  claims: [
    {
      store: 'models',
      claimName: 'ml-models',
      items: [
        { path: 'vision/1.4.0', directory: 'vision/1', sha256 },
        { path: 'vision/$(HOME)', directory: 'vision/2', sha256: undefined },
      ],
    },
    { store: 'shared', claimName: 'ml-shared', items: [{ path: 'a', directory: 'a/1', sha256 }] },
  ],
};
const containers = verifyContainers(planFixture({ delivery }));

describe('verifyContainers', () => {
  it('make one container for each store, with the items as arguments', () => {
    expect(containers.map(({ name }) => name)).toEqual(['verify-models', 'verify-shared']);
    expect(containers[0]?.args).toEqual([
      '/artifacts/models/vision/1.4.0',
      sha256,
      '/artifacts/models/vision/$$(HOME)',
      'unverified',
    ]);
  });

  it('have the same script, with nothing in it for kubelet to expand', () => {
    expect(containers[0]?.command).toEqual(containers[1]?.command);
    expect(containers[0]?.command?.join('\n')).not.toMatch(/\$[$(]/);
  });

  it('see their own claim alone, and only to read, without GPUs', () => {
    expect(containers[1]?.volumeMounts).toEqual([
      { name: 'store-shared', mountPath: '/artifacts/shared', readOnly: true },
    ]);
    expect(Object.keys(containers[1]?.resources?.limits ?? {})).toEqual(['memory', 'ephemeral-storage']);
  });

  it('are not there where nothing lies on claims', () => {
    expect(verifyContainers(planFixture())).toEqual([]);
    expect(verifyContainers(planFixture({ delivery: { mode: 'pvc', claims: [] } }))).toEqual([]);
  });
});
