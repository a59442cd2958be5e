import { parseDuration, parseQuantity } from '@fleetwright/kube';
import { readEmbedded } from './embedded.ts';
import { isOrdered, keyOfItems } from './list-keys.ts';

/** One value that differs between two objects. */
export interface Difference {
  /** For people, items of a list by their key: `spec.template.spec.containers[triton].image`. */
  path: string;
  kind: 'changed' | 'added' | 'removed' | 'reordered';
  /** Absent where there is none. */
  from?: unknown;
  to?: unknown;
}

/** Every value that differs between two values of YAML; none when they mean the same to Kubernetes. */
export function compareValues(from: unknown, to: unknown, path = ''): Difference[] {
  if (from === to) return [];
  if (isMap(from) && isMap(to)) return compareMaps(from, to, path);
  if (Array.isArray(from) && Array.isArray(to)) return compareLists(from, to, path);
  if (from === undefined) return expand(to, path, 'added');
  if (to === undefined) return expand(from, path, 'removed');
  if (isSameQuantity(from, to, path) || isSameDuration(from, to, path)) return [];
  const embedded = compareEmbedded(from, to, path);
  if (embedded !== undefined) return embedded;
  return [{ path, kind: 'changed', from, to }];
}

function compareMaps(from: Fields, to: Fields, path: string): Difference[] {
  const names = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...names].flatMap((name) =>
    compareValues(ownValue(from, name), ownValue(to, name), fieldPath(path, name)),
  );
}

function compareLists(from: readonly unknown[], to: readonly unknown[], path: string): Difference[] {
  const name = /(?<![^.[\]])[^.[\]]+$/.exec(path)?.[0] ?? '';
  const key = keyOfItems(name, from, to);
  if (key !== undefined) return compareKeyed(from as Fields[], to as Fields[], { path, name, key });
  if ([...from, ...to].every((item) => typeof item !== 'object' || item === null))
    return compareScalars(from, to, path);
  return compareByPosition(from, to, path);
}

function compareKeyed(
  from: readonly Fields[],
  to: readonly Fields[],
  { path, name, key }: { path: string; name: string; key: string },
): Difference[] {
  const old = new Map(from.map((item) => [item[key], item]));
  const fresh = new Map(to.map((item) => [item[key], item]));
  const values = new Set([...old.keys(), ...fresh.keys()]);
  const differences = [...values].flatMap((value) =>
    compareItems(old.get(value), fresh.get(value), `${path}[${String(value)}]`),
  );
  const kept = (items: readonly Fields[], other: ReadonlyMap<unknown, Fields>) =>
    items.map((item) => item[key]).filter((value) => other.has(value));
  const [before, after] = [kept(from, fresh), kept(to, old)];
  if (isOrdered(name) && before.join('\0') !== after.join('\0'))
    differences.push({ path, kind: 'reordered', from: before.join(', '), to: after.join(', ') });
  return differences;
}

// An item that comes or goes is one difference, with all that it holds.
function compareItems(from: unknown, to: unknown, path: string): Difference[] {
  if (from === undefined) return [{ path, kind: 'added', to }];
  if (to === undefined) return [{ path, kind: 'removed', from }];
  return compareValues(from, to, path);
}

// Flags are known by their name; of other texts only what comes and what goes can be said.
function compareScalars(from: readonly unknown[], to: readonly unknown[], path: string): Difference[] {
  const flagOf = (item: unknown) => /^(--?[A-Za-z][^=\s]*)=/.exec(String(item))?.[1];
  const flags = (items: readonly unknown[]) =>
    new Map(items.flatMap((item) => (flagOf(item) === undefined ? [] : [[flagOf(item)!, item] as const])));
  const [old, fresh] = [flags(from), flags(to)];
  const isPaired = (item: unknown) =>
    flagOf(item) !== undefined && old.has(flagOf(item)!) && fresh.has(flagOf(item)!);
  const paired = [...old.keys()]
    .filter((flag) => fresh.has(flag))
    .flatMap((flag) => compareItems(old.get(flag), fresh.get(flag), `${path}[${flag}]`));
  const rest = compareRest(
    from.filter((item) => !isPaired(item)),
    to.filter((item) => !isPaired(item)),
    path,
  );
  return [...paired, ...rest];
}

function compareRest(from: readonly unknown[], to: readonly unknown[], path: string): Difference[] {
  const gone = without(from, to);
  const come = without(to, from);
  if (gone.length === 0 && come.length === 0) {
    const name = /(?<![^.[\]])[^.[\]]+$/.exec(path)?.[0] ?? '';
    const isSame = from.every((item, index) => item === to[index]) || !isOrdered(name);
    return isSame ? [] : [{ path, kind: 'reordered', from: from.join(', '), to: to.join(', ') }];
  }
  if (gone.length === come.length)
    return gone.flatMap((item, index) => compareValues(item, come[index], `${path}[${from.indexOf(item)}]`));
  return [
    ...gone.map((item): Difference => ({ path: `${path}[]`, kind: 'removed', from: item })),
    ...come.map((item): Difference => ({ path: `${path}[]`, kind: 'added', to: item })),
  ];
}

function without(items: readonly unknown[], others: readonly unknown[]): unknown[] {
  const rest = [...others];
  return items.filter((item) => {
    const at = rest.indexOf(item);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

// Items without a key: equal ones belong together wherever they stand, the others by their order.
function compareByPosition(from: readonly unknown[], to: readonly unknown[], path: string): Difference[] {
  const texts = (items: readonly unknown[]) => items.map((item) => JSON.stringify(item));
  const [old, fresh] = [texts(from), texts(to)];
  const gone = without(old, fresh).map((text) => old.indexOf(text as string));
  const come = without(fresh, old).map((text) => fresh.indexOf(text as string));
  if (gone.length === 0 && come.length === 0) {
    if (old.every((text, index) => text === fresh[index])) return [];
    return [{ path, kind: 'reordered', from, to }];
  }
  if (gone.length === come.length)
    return gone.flatMap((at, index) => compareValues(from[at], to[come[index]!], `${path}[${at}]`));
  return [
    ...gone.map((at): Difference => ({ path: `${path}[${at}]`, kind: 'removed', from: from[at] })),
    ...come.map((at): Difference => ({ path: `${path}[${at}]`, kind: 'added', to: to[at] })),
  ];
}

// A map that comes or goes is shown field by field, so that the same field reads the same everywhere.
function expand(value: unknown, path: string, kind: 'added' | 'removed'): Difference[] {
  return [kind === 'added' ? { path, kind, to: value } : { path, kind, from: value }];
}

const QUANTITIES =
  /(?:^|\.|\[)(?:requests|limits|hard|capacity|allocatable|overhead|default|defaultRequest|max|min|maxLimitRequestRatio|podFixed)(?:\.[^.]+|\[[^[\]]+\])$|\.(?:sizeLimit|averageValue|targetValue)$|\.target\.value$/;

function isSameQuantity(from: unknown, to: unknown, path: string): boolean {
  if (!QUANTITIES.test(path)) return false;
  const [old, fresh] = [parseQuantity(String(from)), parseQuantity(String(to))];
  return old !== undefined && old === fresh;
}

const DURATIONS =
  /\.(?:duration|interval|scrapeTimeout|timeout|perTryTimeout|idleTimeout|connectTimeout|initialDelay|for|keep_firing_for|baseEjectionTime|maxConnectionDuration|maxDuration|fixedDelay|ttl|maxAge)$/;

function isSameDuration(from: unknown, to: unknown, path: string): boolean {
  if (!DURATIONS.test(path)) return false;
  // Argo Rollouts reads a pause without a unit as seconds.
  const isPause = path.endsWith('.pause.duration');
  const [old, fresh] = [from, to].map((value) =>
    parseDuration(isPause && /^\d+$/.test(String(value)) ? `${String(value)}s` : String(value)),
  );
  return old !== undefined && old === fresh;
}

function compareEmbedded(from: unknown, to: unknown, path: string): Difference[] | undefined {
  if (typeof from !== 'string' || typeof to !== 'string') return undefined;
  const [old, fresh] = [readEmbedded(path, from), readEmbedded(path, to)];
  if (old === undefined || fresh === undefined) return undefined;
  return compareValues(old, fresh).map((difference) => ({
    ...difference,
    path: `${path} › ${difference.path}`,
  }));
}

type Fields = Record<string, unknown>;

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ownValue(map: Fields, name: string): unknown {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

function fieldPath(path: string, name: string): string {
  if (/^[A-Za-z_$][\w$-]*$/.test(name)) return path === '' ? name : `${path}.${name}`;
  return `${path}[${name}]`;
}
