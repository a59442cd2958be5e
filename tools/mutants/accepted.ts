/** Mutants that may live, and why: what they change is no mistake that anything could tell. */
export interface Accepted {
  /** Of `<kind> <builder> <mutation> <pattern>`. */
  pattern: RegExp;
  reason: string;
}

/** Survivors by pattern. One that no pattern matches, and a pattern that matches none, fail `npm run mutants`. */
export const ACCEPTED: readonly Accepted[] = [];
