import type { Difference } from './compare-values.ts';
import type { ObjectChange } from './object-change.ts';
import type { ChangeTopic } from './review.ts';
import type { Unit } from './unit.ts';
import { topicOf } from './topics.ts';
import { trimLines, valueText } from './value-text.ts';

/** One difference, or the coming or going of an object, with all the places where it happens alike. */
export interface Entry {
  action: ObjectChange['action'];
  /** `<Kind>/<name>` with the names of places replaced. */
  object: string;
  topic: ChangeTopic;
  /** Absent for objects that come, go or are renamed. */
  difference?: Difference;
  /** Values as texts. */
  from?: string;
  to?: string;
  /** One for each place, the first of them the example. */
  changes: ObjectChange[];
}

/** Collapses what happens to single objects into entries; each difference of each object is in exactly one. */
export function collapse(changes: readonly ObjectChange[]): Entry[] {
  const entries = new Map<string, Entry>();
  const perDifference = new Map<Difference, string>();
  for (const change of changes) {
    if (change.action !== 'changed') addTo(entries, keyOfObject(change), change, () => entryOfObject(change));
    for (const difference of change.differences) {
      const known = perDifference.get(difference);
      const key = known ?? keyOfDifference(change, difference);
      if (known === undefined) perDifference.set(difference, key);
      addTo(entries, key, change, () => entryOfDifference(change, difference));
    }
  }
  return [...entries.values()];
}

function addTo(entries: Map<string, Entry>, key: string, change: ObjectChange, create: () => Entry): void {
  const entry = entries.get(key);
  if (entry === undefined) entries.set(key, create());
  else entry.changes.push(change);
}

function keyOfObject({ action, id, from, unit }: ObjectChange): string {
  const moved = from && [from.id, describeMove(from.unit, unit)];
  return JSON.stringify([action, id, moved]);
}

/** In which way a folder is another one: `cluster a → b`. */
export function describeMove(from: Unit, to: Unit): string {
  const parts = (['cluster', 'service', 'environment'] as const).flatMap((name) =>
    from[name] === to[name] ? [] : [`${name} ${from[name] ?? ''} → ${to[name] ?? ''}`],
  );
  return parts.length > 0 || from.folder === to.folder ? parts.join(', ') : `${from.folder} → ${to.folder}`;
}

function entryOfObject(change: ObjectChange): Entry {
  const { action, id, kind, from } = change;
  return {
    action,
    object: id,
    topic: topicOf(kind),
    ...(from && { from: from.id, to: id }),
    changes: [change],
  };
}

function keyOfDifference({ id }: ObjectChange, { path, kind, from, to }: Difference): string {
  return JSON.stringify([id, path, kind, from, to]);
}

function entryOfDifference(change: ObjectChange, difference: Difference): Entry {
  const [from, to] = textsOf(difference);
  return {
    action: 'changed',
    object: change.id,
    topic: topicOf(change.kind, difference.path),
    difference,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    changes: [change],
  };
}

function textsOf({ from, to }: Difference): [string | undefined, string | undefined] {
  if (typeof from === 'string' && typeof to === 'string') return trimLines(from, to);
  return [from === undefined ? undefined : valueText(from), to === undefined ? undefined : valueText(to)];
}
