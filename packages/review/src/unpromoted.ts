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
        const environment = surroundings.environmentOf(unit);
        if (
          environment === undefined ||
          surroundings.facts.environments.get(environment)?.promotedFrom === undefined
        )
          return;
        const causes = entry.causes[index] ?? [];
        if (causes.some(({ kind }) => kind === 'release')) return;
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
