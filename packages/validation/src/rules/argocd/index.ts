import type { AnyRule } from '../../rule.ts';

/** Rules about what Argo CD reads. */
export const argocdRules: readonly AnyRule[] = [];
