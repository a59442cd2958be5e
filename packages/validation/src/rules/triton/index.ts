import type { AnyRule } from '../../rule.ts';

/** Rules about Triton's configuration and arguments. */
export const tritonRules: readonly AnyRule[] = [];
