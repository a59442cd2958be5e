import type { AnyRule } from '../../rule.ts';

/** Rules about secrets, images and identities. */
export const securityRules: readonly AnyRule[] = [];
