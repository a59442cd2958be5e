import type { Rollout } from '@fleetwright/kube-schemas';
import type { Node } from './node.ts';

/** A Service whose selector a Rollout steers. */
export interface RolloutService {
  /** The field that names it. */
  role:
    'stableService' | 'canaryService' | 'activeService' | 'previewService' | 'pingService' | 'pongService';
  name: string;
  /** JSON pointer of its name in the Rollout. */
  pointer: string;
}

/** The Services that a Rollout steers: its controller adds the hash of a ReplicaSet to their selectors. */
export function rolloutServices({ object }: Node<Rollout>): RolloutService[] {
  const { canary, blueGreen } = object.spec?.strategy ?? {};
  const list: [RolloutService['role'], string | undefined, string][] = [
    ['stableService', canary?.stableService, 'canary'],
    ['canaryService', canary?.canaryService, 'canary'],
    ['pingService', canary?.pingPong?.pingService, 'canary/pingPong'],
    ['pongService', canary?.pingPong?.pongService, 'canary/pingPong'],
    ['activeService', blueGreen?.activeService, 'blueGreen'],
    ['previewService', blueGreen?.previewService, 'blueGreen'],
  ];
  return list.flatMap(([role, name, parent]) =>
    name === undefined ? [] : [{ role, name, pointer: `/spec/strategy/${parent}/${role}` }],
  );
}
