import type { KubeObject } from '@fleetwright/manifests';
import { compareValues } from './compare-values.ts';
import { shownSide, type ObjectChange } from './object-change.ts';

/**
 * Joins what went in one place and came in another: the same object that moved between files of a cluster is
 * compared, and one of the same content under another name is a rename.
 */
export function matchRenames(changes: readonly ObjectChange[]): ObjectChange[] {
  const removed = changes.filter(({ action }) => action === 'removed');
  const added = changes.filter(({ action }) => action === 'added');
  const partners = new Map<ObjectChange, ObjectChange>();
  const taken = new Set<ObjectChange>();
  for (const signature of [moveSignature, renameSignature]) pair(removed, added, signature, partners, taken);
  return changes.flatMap((change) => {
    if (taken.has(change)) return [];
    const partner = partners.get(change);
    return partner === undefined ? [change] : (joinChanges(partner, change) ?? []);
  });
}

function pair(
  removed: readonly ObjectChange[],
  added: readonly ObjectChange[],
  signature: (change: ObjectChange) => string,
  partners: Map<ObjectChange, ObjectChange>,
  taken: Set<ObjectChange>,
): void {
  const waiting = new Map<string, ObjectChange[]>();
  for (const change of removed) {
    if (taken.has(change)) continue;
    const key = signature(change);
    waiting.set(key, [...(waiting.get(key) ?? []), change]);
  }
  for (const change of added) {
    const partner = partners.has(change) ? undefined : waiting.get(signature(change))?.shift();
    if (partner === undefined) continue;
    partners.set(change, partner);
    taken.add(partner);
  }
}

function moveSignature(change: ObjectChange): string {
  const { apiVersion, kind, metadata } = shownSide(change).object;
  const { cluster, environment, folder } = change.unit;
  const scope = cluster ?? environment ?? (folder.includes('/') ? folder.slice(0, folder.indexOf('/')) : '');
  // Two services of a cluster have the same names once their own are replaced.
  return JSON.stringify([
    scope,
    change.unit.service,
    apiVersion.split('/')[0],
    kind,
    metadata.namespace,
    metadata.name,
  ]);
}

function renameSignature({ before, after, kind }: ObjectChange): string {
  const { object } = (after ?? before)!;
  const { name, namespace: _namespace, ...metadata } = object.metadata;
  const content = JSON.stringify({ ...object, metadata });
  const own = typeof name === 'string' && name.length > 2 ? content.replaceAll(name, '<name>') : content;
  return `${kind}\0${own}`;
}

function joinChanges(gone: ObjectChange, come: ObjectChange): ObjectChange | undefined {
  const [before, after] = [gone.before!, come.after!];
  const differences = compareValues(withoutName(before.object), withoutName(after.object));
  const isMove =
    gone.id === come.id &&
    before.object.metadata.namespace === after.object.metadata.namespace &&
    gone.unit.cluster === come.unit.cluster &&
    gone.unit.service === come.unit.service;
  if (isMove && differences.length === 0) return undefined;
  if (isMove) return { ...come, action: 'changed', before, differences };
  return { ...come, action: 'renamed', before, differences: [], from: { unit: gone.unit, id: gone.id } };
}

function withoutName({ metadata: { name: _name, ...metadata }, ...object }: KubeObject): object {
  return { ...object, metadata };
}
