import type { AnyRule } from '../../rule.ts';

/** Rules about pods: security, probes, shutdown, nodes. */
export const workloadRules: readonly AnyRule[] = [];
