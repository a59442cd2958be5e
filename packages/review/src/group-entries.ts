import type { CauseFound } from './attribute-causes.ts';
import { describeMove, type Entry } from './collapse.ts';
import { compareText } from './place-set.ts';
import type { ObjectChange } from './object-change.ts';
import type { Unit } from './unit.ts';

/** An entry and why it happens in each of its places. */
export interface CausedEntry extends Entry {
  /** One list for each of `changes`. */
  causes: readonly (readonly CauseFound[])[];
  /** The same difference with other numbers elsewhere; with it `from` and `to` are ranges. */
  variants?: CausedEntry[];
}

/** Entries that happen together: in the same places, about the same topic, for the same reason. */
export interface EntryGroup {
  entries: CausedEntry[];
  units: Unit[];
}

/** Groups entries; those that differ in derived numbers alone are joined first. */
export function groupEntries(entries: readonly CausedEntry[]): EntryGroup[] {
  const groups = new Map<string, EntryGroup>();
  for (const entry of joinRanges(entries)) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { entries: [entry], units: unitsOf(entry.changes) });
    else group.entries.push(entry);
  }
  return joinWorkloads([...groups.values()]);
}

/** Kinds that hold the same pods: which of them a cluster gets says nothing about the change. */
const ALIKE = /^(?:Rollout|Deployment)\//;

// What happens to Rollouts and to Deployments elsewhere in the same way, for the same reason, is one group.
function joinWorkloads(groups: readonly EntryGroup[]): EntryGroup[] {
  const joined = new Map<string, EntryGroup>();
  for (const [index, group] of groups.entries()) {
    const isWorkload = group.entries.every(({ object }) => ALIKE.test(object));
    const key = isWorkload ? workloadKey(group.entries) : String(index);
    const known = joined.get(key);
    if (known === undefined) joined.set(key, group);
    else joined.set(key, { entries: [...known.entries, ...group.entries], units: joinUnits(known, group) });
  }
  return [...joined.values()];
}

function workloadKey(entries: readonly CausedEntry[]): string {
  const texts = entries.map((entry) => {
    const { action, object, difference, from, to, topic } = entry;
    const name = object.replace(ALIKE, '');
    return JSON.stringify([
      action,
      name,
      topic,
      difference?.path,
      difference?.kind,
      from,
      to,
      causeKey(entry),
    ]);
  });
  return texts.sort().join('\0');
}

function joinUnits(one: EntryGroup, other: EntryGroup): Unit[] {
  return unitsOf([one, other].flatMap(({ entries }) => entries.flatMap(({ changes }) => changes)));
}

/** The folders of changes, each once, in code-unit order. */
export function unitsOf(changes: readonly ObjectChange[]): Unit[] {
  const units = new Map(changes.map(({ unit }) => [unit.folder, unit]));
  return [...units.values()].sort((a, b) => compareText(a.folder, b.folder));
}

function keyOf(entry: CausedEntry): string {
  const { action, topic, changes } = entry;
  const places = unitsOf(changes).map(({ folder }) => folder);
  const moved = action === 'renamed' ? describeMove(changes[0]!.from!.unit, changes[0]!.unit) : '';
  return [action, action === 'changed' ? topic : moved, causeKey(entry), ...places].join('\0');
}

function causeKey({ causes }: CausedEntry): string {
  const keys = causes.flat().map(({ kind, pointer = '' }) => `${kind}${pointer}`);
  return [...new Set(keys)].sort().join(' ');
}

const NUMBER = /-?\d+(?:\.\d+)?/g;
const PLAIN = /^-?\d+(?:\.\d+)?(?:ms|s|m|h|d|[KMGT]i?|%)?$/;

// The same field with other numbers elsewhere is one entry where the numbers are all that differs, and the reason is the same.
function joinRanges(entries: readonly CausedEntry[]): CausedEntry[] {
  const buckets = new Map<string, CausedEntry[]>();
  for (const entry of entries) {
    const key = isDerived(entry) ? rangeKey(entry) : JSON.stringify([entry.object, buckets.size, 'alone']);
    buckets.set(key, [...(buckets.get(key) ?? []), entry]);
  }
  return [...buckets.values()].map((bucket) => (bucket.length === 1 ? bucket[0]! : joinBucket(bucket)));
}

function isDerived({ difference, topic, from = '0', to = '0' }: CausedEntry): boolean {
  if (difference === undefined || topic === 'image' || topic.startsWith('model')) return false;
  return (PLAIN.test(from) && PLAIN.test(to)) || topic === 'monitoring' || topic === 'rollout';
}

function rangeKey(entry: CausedEntry): string {
  const mask = (text: string | undefined) => text?.replace(NUMBER, '#');
  const { object, difference, from, to } = entry;
  return JSON.stringify([
    object,
    difference!.path.replace(NUMBER, '#'),
    difference!.kind,
    mask(from),
    mask(to),
    causeKey(entry),
  ]);
}

function joinBucket(bucket: readonly CausedEntry[]): CausedEntry {
  const [first] = bucket;
  const changes = bucket.flatMap((entry) => entry.changes);
  const causes = bucket.flatMap((entry) => entry.causes);
  const range = (side: 'from' | 'to') => rangeOf(bucket.map((entry) => entry[side]));
  const [from, to] = [range('from'), range('to')];
  return {
    ...first!,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    changes,
    causes,
    variants: [...bucket],
  };
}

function rangeOf(texts: readonly (string | undefined)[]): string | undefined {
  const known = [...new Set(texts.filter((text) => text !== undefined))];
  if (known.length <= 1) return known[0];
  if (!known.every((text) => PLAIN.test(text))) return known[0]!.replace(NUMBER, '…');
  const sorted = [...known].sort((a, b) => parseFloat(a) - parseFloat(b) || compareText(a, b));
  return `${sorted[0]!} … ${sorted.at(-1)!}`;
}
