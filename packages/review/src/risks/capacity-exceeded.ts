import type { UnnumberedRisk } from '../describe-risks.ts';
import { clusterFile } from '../input-paths.ts';
import type { GpuDelta, Places } from '../review.ts';

/** Pools that need more than they have after the change, and did not before. */
export function capacityExceeded(
  gpus: readonly GpuDelta[],
  placesOf: (cluster: string) => Places,
): UnnumberedRisk[] {
  return gpus.flatMap(({ cluster, pool, resource, base, head, capacity }) => {
    if (capacity === undefined) return [];
    const isWorse = (use: 'floor' | 'steady' | 'peak') => head[use] > capacity && head[use] > base[use];
    const use = (['floor', 'steady', 'peak'] as const).find(isWorse);
    if (use === undefined) return [];
    const when = {
      floor: 'at the lowest replicas',
      steady: 'at the highest replicas',
      peak: 'in the worst step of a rollout',
    }[use];
    return [
      {
        rule: 'capacity-exceeded',
        severity: use === 'peak' ? 'medium' : 'high',
        title: `${pool} on ${cluster} needs ${head[use]} of ${capacity} ${resource} ${when}`,
        why:
          use === 'peak'
            ? 'The canary’s pods stay pending, and the rollout waits until it is aborted.'
            : 'Some pods stay pending for good.',
        advice:
          'Lower the highest replicas, add nodes, or scale the stable pods down while the canary grows.',
        changes: [],
        places: placesOf(cluster),
        file: clusterFile(cluster),
      },
    ];
  });
}
