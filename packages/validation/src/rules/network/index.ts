import type { AnyRule } from '../../rule.ts';

/** Rules about network policies and mesh authorization. */
export const networkRules: readonly AnyRule[] = [];
