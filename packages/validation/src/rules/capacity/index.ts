import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';

/** Rules about what nodes and quotas have room for. */
export const capacityRules: readonly AnyRule[] = [];

/** The same over all objects of a cluster. */
export const capacityClusterRules: readonly AnyClusterRule[] = [];
