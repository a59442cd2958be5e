import type { CausedEntry, EntryGroup } from './group-entries.ts';
import type { DescribedGroup } from './review-trees.ts';
import type { Cause, UnpromotedChange } from './review.ts';
import type { Surroundings } from './surroundings.ts';
import type { Unit } from './unit.ts';

/** What reaches an environment that is promoted to although nothing was promoted. */
export function findUnpromoted(
  described: readonly DescribedGroup[],
  surroundings: Surroundings,
): UnpromotedChange[] {
  const found = new Map<
    string,
    { environment: string; reason: string; changes: Set<string>; units: Unit[] }
  >();
  for (const { group, change } of described) {
    for (const entry of group.entries) {
      entry.changes.forEach(({ unit }, index) => {
        const environment = unpromotedAt(entry, index, surroundings);
        if (environment === undefined) return;
        const causes = entry.causes[index] ?? [];
        const reason = describeReason(causes[0]);
        const key = `${environment}\0${reason}`;
        const known = found.get(key) ?? { environment, reason, changes: new Set(), units: [] };
        found.set(key, known);
        known.changes.add(change.id);
        known.units.push(unit);
      });
    }
  }
  return [...found.values()].map(({ environment, reason, changes, units }) => ({
    environment,
    changes: [...changes],
    places: surroundings.places(units),
    reason,
  }));
}

/** Whether anything of a group reaches an environment that is promoted to, although it was not promoted. */
export function isUnpromoted({ entries }: EntryGroup, surroundings: Surroundings): boolean {
  return entries.some((entry) =>
    entry.changes.some((_, index) => unpromotedAt(entry, index, surroundings) !== undefined),
  );
}

function unpromotedAt(entry: CausedEntry, index: number, surroundings: Surroundings): string | undefined {
  const environment = surroundings.environmentOf(entry.changes[index]!.unit);
  if (environment === undefined) return undefined;
  const isPromotedTo = surroundings.facts.environments.get(environment)?.promotedFrom !== undefined;
  const isPromoted = entry.causes[index]?.some(({ kind }) => kind === 'release') === true;
  return isPromotedTo && !isPromoted ? environment : undefined;
}

function describeReason(cause: { kind: Cause['kind']; file?: string } | undefined): string {
  switch (cause?.kind) {
    case undefined:
    case 'builder':
      return 'the builders changed';
    case 'hand-edit':
      return 'generated files were edited by hand';
    case 'patch':
      return 'patches were edited';
    default:
      return `${cause?.file ?? 'an input'} was edited`;
  }
}
