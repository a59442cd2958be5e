import type { Schema } from './common.ts';

/**
 * The JSON merge patch (RFC 7396) form of an object schema: every field is optional at every depth, and null
 * removes it. Lists are replaced whole, so what stands in them stays complete.
 */
export function patchSchema(schema: Schema): Schema {
  const { title: _title, required: _required, ...rest } = schema;
  return {
    ...rest,
    ...(isSchema(schema.properties) && { properties: mapValues(schema.properties, removable) }),
    ...(isSchema(schema.additionalProperties) && {
      additionalProperties: removable(schema.additionalProperties),
    }),
  };
}

function removable(schema: Schema): Schema {
  const patch = schema.type === 'object' ? patchSchema(schema) : schema;
  if (Array.isArray(patch.enum)) return { ...patch, enum: [...(patch.enum as unknown[]), null] };
  if (Array.isArray(patch.anyOf))
    return { ...patch, anyOf: [...(patch.anyOf as unknown[]), { type: 'null' }] };
  return { ...patch, type: [patch.type, 'null'].flat() };
}

function mapValues(schemas: Schema, map: (schema: Schema) => Schema): Schema {
  return Object.fromEntries(Object.entries(schemas).map(([key, schema]) => [key, map(schema as Schema)]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
