import type { Schema } from './common.ts';

const MAPS_OF_SCHEMAS = new Set(['properties', 'dependentSchemas', '$defs']);
const SCHEMAS = new Set(['items', 'additionalProperties', 'propertyNames', 'oneOf', 'anyOf']);

/** Rewrites a schema and all schemas in it; one object stays one object, so that a part used twice stays one part. */
export function rewriteSchema(schema: Schema, rewrite: (schema: Schema) => Schema): Schema {
  const done = new Map<object, Schema>();
  const visit = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(visit);
    return typeof node === 'object' && node !== null ? visitSchema(node as Schema) : node;
  };
  const visitSchema = (node: Schema): Schema => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const rewritten = Object.fromEntries(
      Object.entries(rewrite(node)).map(([keyword, value]) => [keyword, visitKeyword(keyword, value)]),
    );
    done.set(node, rewritten);
    return rewritten;
  };
  const visitKeyword = (keyword: string, value: unknown): unknown => {
    if (SCHEMAS.has(keyword)) return visit(value);
    if (!MAPS_OF_SCHEMAS.has(keyword)) return value;
    return Object.fromEntries(Object.entries(value as Schema).map(([name, part]) => [name, visit(part)]));
  };
  return visitSchema(schema);
}
