import { describeMove } from './collapse.ts';
import type { CausedEntry, EntryGroup } from './group-entries.ts';
import { shorten, shortenPair } from './value-text.ts';

/** What a group does, in one line without markup. */
export function titleOf({ entries, units }: EntryGroup): string {
  const [first] = entries;
  if (first === undefined) return '';
  if (first.action === 'renamed') return titleOfRename(entries);
  if (first.action !== 'changed')
    return `${listObjects(entries)} ${first.action === 'added' ? 'added' : 'removed'}${units.length > 1 ? ' in each place' : ''}`;
  const headline = chooseHeadline(entries);
  const others =
    new Set(entries.map(({ object, difference }) => fieldKey(object, difference!.path))).size - 1;
  return `${describeField(headline, kindsOf(headline, entries))}${others === 0 ? '' : ` (and ${others} more ${others === 1 ? 'field' : 'fields'})`}`;
}

// A field of a Rollout and of a Deployment elsewhere is one field.
function fieldKey(object: string, path: string): string {
  return `${object.replace(/^Deployment\//, 'Rollout/')} ${path}`;
}

function kindsOf({ object, difference }: CausedEntry, entries: readonly CausedEntry[]): string {
  const key = fieldKey(object, difference!.path);
  const objects = entries
    .filter((entry) => fieldKey(entry.object, entry.difference!.path) === key)
    .map((entry) => entry.object);
  return [...new Set(objects)].join(' and ');
}

function titleOfRename(entries: readonly CausedEntry[]): string {
  const { changes, object } = entries[0]!;
  const { from, unit } = changes[0]!;
  const moved = describeMove(from!.unit, unit);
  const what = entries.length === 1 ? object : `${entries.length} kinds of objects`;
  return moved === '' ? `${from!.id} renamed to ${object}` : `${what} renamed: ${moved}`;
}

function listObjects(entries: readonly CausedEntry[]): string {
  const names = entries.map(({ object }) => object);
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more objects`;
}

// What people look for first: the server's image before those of its helpers, a changed value before others.
function chooseHeadline(entries: readonly CausedEntry[]): CausedEntry {
  const rank = ({ difference, from, to }: CausedEntry) =>
    (/\bcontainers\[[^[\]]*\]\.image$/.test(difference?.path ?? '') ? 0 : 4) +
    (difference?.kind === 'changed' ? 0 : 2) +
    (/\.annotations\.(?:summary|description)$/.test(difference?.path ?? '') ? 1 : 0) +
    ((from?.length ?? 0) + (to?.length ?? 0) > 200 ? 1 : 0);
  return entries.reduce((best, entry) => (rank(entry) < rank(best) ? entry : best));
}

function describeField({ difference, from, to }: CausedEntry, objects: string): string {
  const { path, kind } = difference!;
  const container = /ontainers\[([^[\]]*)\]\.image$/.exec(path)?.[1];
  if (container !== undefined && from !== undefined && to !== undefined) {
    const [old, fresh] = shortenImages(from, to);
    const workloads = objects.includes(' and ') ? ` in ${objects}` : '';
    return `image of ${container}${workloads}: ${old} → ${fresh}`;
  }
  const place = path.includes(' › ') ? shortenPath(path) : `${objects} ${shortenPath(path)}`;
  if (kind === 'added') return `${place} added: ${shorten(to ?? '', 60)}`;
  if (kind === 'removed') return `${place} removed: ${shorten(from ?? '', 60)}`;
  if (kind === 'reordered') return `${place} in another order`;
  const [old, fresh] = shortenPair(from ?? '', to ?? '', 60);
  return `${place}: ${old} → ${fresh}`;
}

// What both images have in common says nothing about the change.
function shortenImages(from: string, to: string): [string, string] {
  const split = (image: string) => {
    const [reference = '', digest] = image.split('@');
    const colon = reference.lastIndexOf(':');
    const isTagged = colon > reference.lastIndexOf('/');
    return {
      name: isTagged ? reference.slice(0, colon) : reference,
      tag: isTagged ? reference.slice(colon + 1) : '',
      digest,
    };
  };
  const [old, fresh] = [split(from), split(to)];
  if (old.name !== fresh.name) return [from.split('@')[0]!, to.split('@')[0]!];
  if (old.tag !== fresh.tag) return [old.tag || 'no tag', fresh.tag || 'no tag'];
  const digest = (text: string | undefined) =>
    text === undefined ? `${old.tag} without a digest` : `${old.tag}@${text.slice(0, 19)}…`;
  return [digest(old.digest), digest(fresh.digest)];
}

function shortenPath(path: string): string {
  return path
    .replace(/^spec\.template\.spec\./, '')
    .replace(/^spec\.(?=.)/, '')
    .replace(/^strategy\.canary\.steps\[(\d+)\]\.?/, (_, index) => `canary step ${Number(index) + 1} `)
    .replace(/^groups\[[^\]]*\]\.rules\[([^\]]*)\]\.?/, 'rule $1 ')
    .trim()
    .replace(/^template\.metadata\.annotations\[config\.fleetwright\.dev\/([^\]]+)\] › /, 'model $1 ');
}
