import type { Audience } from '@fleetwright/plan';

/** Argument of an AnalysisTemplate that tells the canary's pods from the stable ones. */
export const CANARY_HASH = 'canary-hash';

/** The canary; the controller fills the argument in before it sends the query. */
export const CANARY = { canaryHash: `{{args.${CANARY_HASH}}}` } satisfies Audience;
