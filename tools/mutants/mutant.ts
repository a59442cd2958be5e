import { escapePointer } from './pointers.ts';
import { agreementOf } from './agreements.ts';

/** What is done to one place of an object. */
export type Mutation = 'delete' | 'rename' | 'change';

/** One change of one object. */
export interface Mutant {
  mutation: Mutation;
  /** Path of the value or key. */
  path: readonly (string | number)[];
  /** The object with the change. */
  apply: (object: unknown) => unknown;
  /** JSON pointer in which positions and names of the case are left out: mutants of one pattern are alike. */
  pattern: string;
}

type Json = Record<string, unknown>;

/** Every mutant of an object: each key gone or under another name, each scalar that must agree another one. */
export function* listMutants(object: object, names: readonly string[]): Generator<Mutant> {
  yield* mutantsBelow(object, [], '', names);
}

function* mutantsBelow(
  value: unknown,
  path: (string | number)[],
  pattern: string,
  names: readonly string[],
): Generator<Mutant> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* mutantsBelow(item, [...path, index], `${pattern}/${describeItem(item, names)}`, names);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      const below = `${pattern}/${escapePointer(withoutNames(key, names))}`;
      const place = { path: [...path, key], pattern: below };
      yield {
        ...place,
        mutation: 'delete',
        apply: (object) => edit(object, place.path, (parent) => void delete parent[key]),
      };
      yield {
        ...place,
        mutation: 'rename',
        apply: (object) => edit(object, place.path, (parent) => renameKey(parent, key)),
      };
      yield* mutantsBelow(child, place.path, below, names);
    }
  } else yield* changes(value, path, pattern);
}

function* changes(value: unknown, path: (string | number)[], pattern: string): Generator<Mutant> {
  for (const { name, to } of agreementOf(pattern, value))
    yield {
      mutation: 'change',
      path,
      pattern: name === '' ? pattern : `${pattern} ${name}`,
      apply: (object) => edit(object, path, (parent) => void (parent[path.at(-1) as string] = to)),
    };
}

// An item is told by its name, or by the only scalar that it is.
function describeItem(item: unknown, names: readonly string[]): string {
  const name = (item as { name?: unknown } | null)?.name;
  return typeof name === 'string'
    ? `[${escapePointer(withoutNames(name, names).replaceAll(/\d+/g, '<n>'))}]`
    : '*';
}

function withoutNames(text: string, names: readonly string[]): string {
  const replaced = names.reduce(
    (rest, name) => rest.replaceAll(new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, 'g'), '<name>'),
    text,
  );
  return replaced.replace(/^(config\.fleetwright\.dev\/).*/, '$1<model>');
}

function edit(object: unknown, path: readonly (string | number)[], change: (parent: Json) => void): unknown {
  const copy = structuredClone(object);
  let parent = copy as Json;
  for (const segment of path.slice(0, -1)) parent = parent[segment] as Json;
  change(parent);
  return copy;
}

function renameKey(parent: Json, key: string): void {
  const entries = Object.entries(parent).map(
    ([name, value]) => [name === key ? `${name}x` : name, value] as const,
  );
  for (const [name] of entries) delete parent[name];
  for (const name of Object.keys(parent)) delete parent[name];
  Object.assign(parent, Object.fromEntries(entries));
}
