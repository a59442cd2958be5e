import type { AnyRule } from '../../rule.ts';

/** Rules about monitors, alerts and queries. */
export const monitoringRules: readonly AnyRule[] = [];
