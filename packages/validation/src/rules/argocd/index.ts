import type { AnyRule } from '../../rule.ts';
import { destinationOnce } from './destination-once.ts';
import { projectPermits } from './project-permits.ts';
import { pruneGuarded } from './prune-guarded.ts';
import { retryReadsFix } from './retry-reads-fix.ts';
import { wavesInOrder } from './waves-in-order.ts';
import { weightsIgnored } from './weights-ignored.ts';
import { weightsLeftAlone } from './weights-left-alone.ts';

/** Rules about what Argo CD reads. */
export const argocdRules: readonly AnyRule[] = [
  destinationOnce,
  projectPermits,
  weightsIgnored,
  weightsLeftAlone,
  retryReadsFix,
  wavesInOrder,
  pruneGuarded,
];
