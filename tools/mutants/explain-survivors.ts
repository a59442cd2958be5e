import { ACCEPTED, type Accepted } from './accepted.ts';
import type { PlacedMutant } from './select-mutants.ts';

/** Share of all mutants that must be noticed. */
export const BAR = 0.95;

/** What became of the mutants that nobody noticed. */
export interface Explanation {
  /** How many mutants are accepted, by entry of the list. */
  explained: ReadonlyMap<Accepted, number>;
  /** Those that no entry is about. */
  unexplained: PlacedMutant[];
  /** Entries that are about none. */
  unused: Accepted[];
  holes: number;
}

/** Sorts survivors by the list of accepted ones. */
export function explainSurvivors(survivors: readonly PlacedMutant[]): Explanation {
  const explained = new Map<Accepted, number>();
  const unexplained: PlacedMutant[] = [];
  for (const survivor of survivors) {
    const accepted = ACCEPTED.find(({ pattern }) => pattern.test(survivor.key));
    if (accepted === undefined) unexplained.push(survivor);
    else explained.set(accepted, (explained.get(accepted) ?? 0) + 1);
  }
  return {
    explained,
    unexplained,
    unused: ACCEPTED.filter((accepted) => !explained.has(accepted)),
    holes: [...explained].reduce((sum, [{ kind }, times]) => sum + (kind === 'hole' ? times : 0), 0),
  };
}
