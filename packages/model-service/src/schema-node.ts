import { parsePointer } from '@fleetwright/findings';
import type { Schema } from './schemas/common.ts';

/** The schema node that describes the value at a pointer; `value` is the whole value, which decides unions. */
export function schemaAt(root: Schema, pointer: string, value: unknown): Schema {
  let node = dereference(root, root);
  let current = value;
  for (const segment of parsePointer(pointer)) {
    const child = childSchema(chosenBranch(node, current) ?? node, segment);
    if (child === undefined) return {};
    node = dereference(root, child);
    current = childOf(current, segment);
  }
  return node;
}

/** Resolves a reference into `$defs`; what stands beside the reference, such as a description, wins. */
export function dereference(root: Schema, node: Schema): Schema {
  const { $ref, ...rest } = node;
  if (typeof $ref !== 'string') return node;
  const referred = valueAt(root, $ref.slice(1)) as Schema;
  return { ...dereference(root, referred), ...rest };
}

/** The branches of a union, or undefined when a node is none. */
export function branchesOf(node: Schema): Schema[] | undefined {
  return (node.oneOf ?? node.anyOf) as Schema[] | undefined;
}

/** The one branch of a union that a value is meant for: by its fields, else by its kind. */
export function chosenBranch(node: Schema, value: unknown): Schema | undefined {
  const discriminator = discriminatorOf(node);
  if (discriminator !== undefined) {
    const wanted = childOf(value, discriminator);
    return (branchesOf(node) ?? []).find((branch) => discriminatorValue(branch, discriminator) === wanted);
  }
  const meant = (branchesOf(node) ?? []).filter((branch) => isMeantFor(branch, value));
  return meant.length === 1 ? meant[0] : undefined;
}

/** The field that tells the members of a union apart, where there is one. */
export function discriminatorOf(node: Schema): string | undefined {
  return node['x-discriminator'] as string | undefined;
}

/** The value of the discriminator in one member of a union. */
export function discriminatorValue(branch: Schema, discriminator: string): unknown {
  return ((branch.properties as Record<string, Schema>)[discriminator] as Schema).const;
}

/** The value of a key or index; undefined when there is none. Inherited properties do not count. */
export function childOf(value: unknown, segment: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
  return (value as Record<string, unknown>)[segment];
}

/** Whether a pointer is another one or lies below it. */
export function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

/** The value at a pointer; undefined when there is none. */
export function valueAt(value: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(childOf, value);
}

function childSchema(node: Schema, segment: string): Schema | undefined {
  const property = childOf(node.properties, segment) ?? node.items ?? node.additionalProperties;
  return typeof property === 'object' && property !== null ? (property as Schema) : undefined;
}

function isMeantFor(branch: Schema, value: unknown): boolean {
  const types = [branch.type].flat();
  if (value === null) return types.includes('null');
  if (Array.isArray(value)) return types.includes('array');
  if (typeof value === 'number') return types.includes('number') || types.includes('integer');
  if (typeof value !== 'object') return types.includes(typeof value);
  const required = (branch.required ?? []) as string[];
  return types.includes('object') && required.every((key) => Object.hasOwn(value, key));
}
