import type { Schema } from './schemas/common.ts';
import { branchesOf, dereference } from './schema-node.ts';

const indexes = new WeakMap<Schema, Map<string, string[]>>();

/** Mappings of a file that have a field of this name, as `/spec/models/*`. */
export function placesOfField(root: Schema, field: string): readonly string[] {
  let index = indexes.get(root);
  if (index === undefined) {
    index = new Map();
    indexFields(root, { node: root, path: '', above: [] }, index);
    indexes.set(root, index);
  }
  return index.get(field) ?? [];
}

interface Visit {
  node: Schema;
  path: string;
  above: readonly unknown[];
}

function indexFields(
  root: Schema,
  { node: reference, path, above }: Visit,
  index: Map<string, string[]>,
): void {
  // A patch repeats the fields of the spec.
  if (reference.$ref === '#/$defs/SpecPatch' || above.includes(reference)) return;
  const node = dereference(root, reference);
  const visit = (child: unknown, childPath: string) => {
    if (isSchema(child))
      indexFields(root, { node: child, path: childPath, above: [...above, reference] }, index);
  };
  for (const [name, child] of Object.entries(node.properties ?? {})) {
    index.set(name, [...(index.get(name) ?? []), path]);
    visit(child, `${path}/${name}`);
  }
  for (const branch of branchesOf(node) ?? []) visit(branch, path);
  visit(node.items, `${path}/*`);
  visit(node.additionalProperties, `${path}/*`);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
