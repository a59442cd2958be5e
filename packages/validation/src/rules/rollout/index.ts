import type { AnyRule } from '../../rule.ts';

/** Rules about rollouts and their analysis. */
export const rolloutRules: readonly AnyRule[] = [];
