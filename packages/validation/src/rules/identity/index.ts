import type { AnyClusterRule } from '../../cluster-rule.ts';
import type { AnyRule } from '../../rule.ts';

/** Rules about names, labels and selectors. */
export const identityRules: readonly AnyRule[] = [];

/** The same over all objects of a cluster. */
export const identityClusterRules: readonly AnyClusterRule[] = [];
