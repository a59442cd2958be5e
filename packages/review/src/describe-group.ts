import type { CauseFound } from './attribute-causes.ts';
import { exampleOf } from './example-of.ts';
import { unitsOf, type CausedEntry, type EntryGroup } from './group-entries.ts';
import type { Cause, ChangeGroup, FieldChange, Places } from './review.ts';
import type { Unit } from './unit.ts';
import { titleOf } from './title-of.ts';

/** How groups are told about their surroundings. */
export interface GroupContext {
  places: (units: readonly Unit[]) => Places;
}

/** Causes of a group beyond which no more are listed one by one. */
const MOST_CAUSES = 12;

/** A group as a reader sees it, without number and risks. */
export function describeGroup(group: EntryGroup, context: GroupContext): ChangeGroup {
  const { entries, units } = group;
  const first = entries[0]!;
  const unique = (texts: (string | undefined)[]) =>
    [...new Set(texts.filter((text) => text !== undefined))].sort();
  const changes = entries.flatMap((entry) => entry.changes[0]!);
  return {
    id: '',
    title: titleOf(group),
    action: first.action,
    topic: first.topic,
    builders: unique(changes.map(({ builder }) => builder)),
    kinds: unique(changes.map(({ kind }) => kind)),
    objects: unique(entries.map(({ object }) => object)),
    fields: entries.flatMap((entry) =>
      entry.difference === undefined ? [] : [describeField(entry, context)],
    ),
    renames: entries.flatMap(({ action, object, from }) =>
      action === 'renamed' ? [{ from: from ?? object, to: object }] : [],
    ),
    places: context.places(units),
    causes: describeCauses(entries),
    risks: [],
    example: exampleOf(first.changes[0]!),
  };
}

function describeField(entry: CausedEntry, context: GroupContext): FieldChange {
  const { object, difference, from, to, variants } = entry;
  return {
    object,
    path: difference!.path,
    kind: difference!.kind,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(variants && {
      variants: variants.map((variant) => ({
        ...(variant.from !== undefined && { from: variant.from }),
        ...(variant.to !== undefined && { to: variant.to }),
        places: context.places(unitsOf(variant.changes)),
      })),
    }),
  };
}

function describeCauses(entries: readonly CausedEntry[]): Cause[] {
  const known = new Map<string, { cause: CauseFound; files: Set<string> }>();
  for (const cause of entries.flatMap((entry) => entry.causes.flat())) {
    const key = `${cause.kind}\0${cause.sentence}`;
    const entry = known.get(key) ?? { cause, files: new Set() };
    known.set(key, entry);
    if (cause.file !== undefined) entry.files.add(cause.file);
  }
  return [...known.values()]
    .slice(0, MOST_CAUSES)
    .map(({ cause, files }) => ({ ...cause, files: files.size }));
}
