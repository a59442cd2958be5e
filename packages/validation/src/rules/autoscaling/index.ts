import type { AnyRule } from '../../rule.ts';

/** Rules about autoscalers and disruption budgets. */
export const autoscalingRules: readonly AnyRule[] = [];
