import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';
import { destinationExists } from './destination-exists.ts';

/** Rules about routes and the mesh. */
export const trafficRules: readonly AnyRule[] = [destinationExists];

/** The same over all objects of a cluster. */
export const trafficClusterRules: readonly AnyClusterRule[] = [];
