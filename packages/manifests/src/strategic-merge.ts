import { isRecord } from './is-record.ts';
import type { MergeType } from './merge-keys.ts';

const DIRECTIVE = '$patch';

/** A patch that cannot be applied, and why. */
export class PatchError extends Error {}

type Fields = Record<string, unknown>;

/**
 * Applies a strategic merge patch as Kustomize does: null removes, lists of known types are merged by key with the
 * patch's items first, others are replaced, `$patch` deletes or replaces. Undefined: nothing is left.
 */
export function mergeStrategically(target: unknown, patch: unknown, type: MergeType): unknown {
  const kind = kindOf(target) ?? kindOf(patch);
  const other = kindOf(patch);
  if (other !== undefined && other !== kind)
    throw new PatchError(`it has a ${other} where the resource has a ${kind}`);
  if (kind !== 'map') return patch === undefined ? target : (patch ?? undefined);
  return mergeMaps(target as Fields | null | undefined, patch as Fields | null | undefined, type);
}

function mergeMaps(
  target: Fields | null | undefined,
  patch: Fields | null | undefined,
  type: MergeType,
): Fields | undefined {
  if (patch === null) return undefined;
  const { [DIRECTIVE]: directive, ...changes } = patch ?? {};
  checkDirective(directive);
  if (directive === 'delete') return undefined;
  const kept = target === null || target === undefined || directive === 'replace' ? {} : target;
  const merged: Fields = {};
  for (const name of new Set([...Object.keys(kept), ...Object.keys(changes)])) {
    const value = mergeField(kept, changes, name, type);
    if (value !== undefined) define(merged, name, value);
  }
  return merged;
}

function mergeField(target: Fields, patch: Fields, name: string, { lists, fields }: MergeType): unknown {
  const old = ownValue(target, name);
  const change = ownValue(patch, name);
  if (change === undefined) return old;
  const rule = lists && Object.hasOwn(lists, name) ? lists[name] : undefined;
  const isList = (kindOf(old) ?? kindOf(change)) === 'list';
  if (rule !== undefined && isList && (change === null || Array.isArray(change))) {
    return mergeLists(Array.isArray(old) ? old : [], change, rule.keys, rule.items ?? {});
  }
  return mergeStrategically(old, change, fields && Object.hasOwn(fields, name) ? fields[name]! : {});
}

function mergeLists(
  target: readonly unknown[],
  patch: readonly unknown[] | null,
  keys: readonly string[],
  items: MergeType,
): unknown[] | undefined {
  if (patch === null) return undefined;
  const isDirective = (item: unknown) =>
    isRecord(item) && Object.hasOwn(item, DIRECTIVE) && Object.keys(item).length === 1;
  const directive = (patch.find(isDirective) as Fields | undefined)?.[DIRECTIVE];
  checkDirective(directive);
  if (directive === 'delete') return undefined;
  const changes = patch.filter((item) => !isDirective(item));
  const kept = directive === 'replace' ? [] : target;
  return keys.length === 0 ? [...new Set([...changes, ...kept])] : mergeItems(kept, changes, keys, items);
}

// Items known by one key stand in the patch's order, those known by several where they stood.
function mergeItems(
  target: readonly unknown[],
  patch: readonly unknown[],
  keys: readonly string[],
  items: MergeType,
): unknown[] {
  const rest = [...target];
  const merged: { item: unknown; at: number | undefined }[] = [];
  for (const change of patch) {
    const at = rest.findIndex((item) => item !== undefined && isSameItem(item, change, keys));
    const item = mergeStrategically(at === -1 ? undefined : rest[at], change, items);
    if (at !== -1) rest[at] = undefined;
    if (item === undefined || (isRecord(item) && Object.keys(item).length === 0)) continue;
    merged.push({ item, at: at === -1 || keys.length === 1 ? undefined : at });
  }
  for (const { item, at } of merged) if (at !== undefined) rest[at] = item;
  const first = merged.filter(({ at }) => at === undefined).map(({ item }) => item);
  return [...first, ...rest.filter((item) => item !== undefined)];
}

// A key that only one of two items says, such as the protocol of a port, does not tell them apart.
function isSameItem(item: unknown, change: unknown, keys: readonly string[]): boolean {
  if (!isRecord(item) || !isRecord(change)) return false;
  const pairs = keys.map((key) => [keyText(item, key), keyText(change, key)] as const);
  return (
    pairs.some(([a, b]) => a !== '' && a === b) && pairs.every(([a, b]) => a === b || a === '' || b === '')
  );
}

function keyText(item: Fields, key: string): string {
  const value = ownValue(item, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function checkDirective(directive: unknown): void {
  if (directive !== undefined && !['delete', 'merge', 'replace'].includes(directive as string))
    throw new PatchError(`it has the unknown directive ${DIRECTIVE}: ${JSON.stringify(directive)}`);
}

function kindOf(value: unknown): 'map' | 'list' | 'value' | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? 'list' : isRecord(value) ? 'map' : 'value';
}

function ownValue(map: Fields, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

// Assigning to `__proto__` would change the prototype.
function define(map: Fields, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}
