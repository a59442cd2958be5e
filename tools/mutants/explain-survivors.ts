import { ACCEPTED, type Accepted } from './accepted.ts';
import type { PlacedMutant } from './select-mutants.ts';

/** Share of the mutants that are mistakes that must be noticed. */
export const BAR = 0.95;

/** What became of the mutants that nobody noticed. */
export interface Explanation {
  /** How many mutants are accepted, by entry of the list. */
  explained: ReadonlyMap<Accepted, number>;
  /** Those that no entry is about. */
  unexplained: PlacedMutant[];
  /** Entries that are about none. */
  unused: Accepted[];
  /** How many of all mutants are mistakes: those that were noticed, known holes, and what is not explained. */
  mistakes: number;
  holes: number;
}

/** Sorts the survivors of a number of mutants by the list of accepted ones. */
export function explainSurvivors(all: number, survivors: readonly PlacedMutant[]): Explanation {
  const explained = new Map<Accepted, number>();
  const unexplained: PlacedMutant[] = [];
  for (const survivor of survivors) {
    const accepted = ACCEPTED.find(({ pattern }) => pattern.test(survivor.key));
    if (accepted === undefined) unexplained.push(survivor);
    else explained.set(accepted, (explained.get(accepted) ?? 0) + 1);
  }
  const count = (isWanted: (kind: Accepted['kind']) => boolean) =>
    [...explained].reduce((sum, [{ kind }, times]) => sum + (isWanted(kind) ? times : 0), 0);
  return {
    explained,
    unexplained,
    unused: ACCEPTED.filter((accepted) => !explained.has(accepted)),
    mistakes: all - count((kind) => kind !== 'hole'),
    holes: count((kind) => kind === 'hole'),
  };
}
