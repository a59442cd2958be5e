import { describe, expect, it } from 'vitest';
import type { GpuDelta, GpuUse, Places } from '../review.ts';
import { capacityExceeded } from './capacity-exceeded.ts';

const PLACES: Places = { expression: 'one', count: 1, clusters: [], folders: [], production: false };

function risksOf(base: GpuUse, head: GpuUse, capacity?: number) {
  const delta: GpuDelta = {
    cluster: 'one',
    production: false,
    pool: 'a100',
    resource: 'nvidia.com/gpu',
    base,
    head,
    ...(capacity !== undefined && { capacity }),
  };
  return capacityExceeded([delta], () => PLACES).map(({ severity, title, file }) => ({
    severity,
    title,
    file,
  }));
}

const use = (floor: number, steady: number, peak: number): GpuUse => ({ floor, steady, peak });

describe('the risk capacity-exceeded', () => {
  it.each<[GpuUse, GpuUse, string, string]>([
    [
      use(1, 4, 6),
      use(1, 6, 9),
      'medium',
      'a100 on one needs 9 of 8 nvidia.com/gpu in the worst step of a rollout',
    ],
    [use(1, 4, 6), use(1, 9, 12), 'high', 'a100 on one needs 9 of 8 nvidia.com/gpu at the highest replicas'],
    [use(1, 4, 6), use(9, 9, 12), 'high', 'a100 on one needs 9 of 8 nvidia.com/gpu at the lowest replicas'],
    [
      use(1, 9, 12),
      use(1, 10, 12),
      'high',
      'a100 on one needs 10 of 8 nvidia.com/gpu at the highest replicas',
    ],
  ])('is a pool that takes %j and then %j of 8', (base, head, severity, title) => {
    expect(risksOf(base, head, 8)).toEqual([{ severity, title, file: 'clusters/one/cluster.yaml' }]);
  });

  it.each<[string, GpuUse, GpuUse, number | undefined]>([
    ['a pool that fits', use(1, 4, 6), use(1, 6, 8), 8],
    ['a pool that was as full before', use(1, 4, 12), use(2, 4, 12), 8],
    ['a pool that takes less than before', use(1, 12, 14), use(1, 9, 12), 8],
    ['a pool of unknown size', use(1, 4, 6), use(9, 90, 900), undefined],
  ])('is not %s', (_, base, head, capacity) => {
    expect(risksOf(base, head, capacity)).toEqual([]);
  });
});
