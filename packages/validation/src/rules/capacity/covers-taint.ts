import type { Toleration } from '@fleetwright/kube-schemas';
import type { NodePool } from '@fleetwright/model-service';
import type { Loose } from '../../graph/kinds.ts';

/** A toleration that pods of a pool need: it stands for the taint of its nodes. */
export type NeededToleration = NonNullable<NodePool['tolerations']>[number];

/** Whether a pod's toleration covers what one of its pool does. A taint of PreferNoSchedule keeps no pod away. */
export function covers(
  { key, operator, value = '', effect }: Loose<Toleration>,
  needed: NeededToleration,
): boolean {
  const coversKey = key === undefined ? operator === 'Exists' : key === needed.key;
  const coversEffect = effect === undefined || effect === needed.effect;
  return (
    needed.effect === 'PreferNoSchedule' ||
    (coversKey && coversEffect && (operator === 'Exists' || value === (needed.value ?? '')))
  );
}
