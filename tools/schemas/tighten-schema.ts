import { referTo, type JsonSchema, type KindSchema } from './json-schema.ts';
import {
  CRD_TIGHTENINGS,
  KIND_TIGHTENINGS,
  TEMPLATED_KINDS,
  type PropertyConstraints,
} from './tightenings.ts';

/** Adds constraints to properties, which a schema must have. */
export function tightenProperties(
  name: string,
  schema: JsonSchema,
  constraints: PropertyConstraints,
): JsonSchema {
  const properties = { ...schema.properties };
  for (const [property, constraint] of Object.entries(constraints)) {
    const known = properties[property];
    if (known === undefined) throw new Error(`${name} has no property ${property} to constrain.`);
    properties[property] = { ...known, ...constraint };
  }
  return { ...schema, ...(schema.properties === undefined ? {} : { properties }) };
}

/** Adds what holds for one kind alone: types, which kinds share, are made from schemas without it. */
export function tightenKind(schema: KindSchema): KindSchema {
  const { kind } = schema;
  const root = structuredClone(schema.root);
  for (const [pointer, constraint] of Object.entries(CRD_TIGHTENINGS[kind] ?? {})) {
    tightenAt(root, pointer, constraint);
  }
  const definitions = { ...schema.definitions };
  for (const [name, constraints] of Object.entries(KIND_TIGHTENINGS[kind] ?? {})) {
    const known = definitions[name];
    if (known === undefined) throw new Error(`${kind} does not refer to ${name}.`);
    definitions[name] = tightenProperties(name, known, constraints);
  }
  const tightened = freeTemplateNames(definitions);
  if (!TEMPLATED_KINDS.has(kind)) return { ...schema, root, definitions: tightened };
  return { ...schema, root, definitions: dropForms(tightened) as Record<string, JsonSchema> };
}

const META = 'ObjectMeta';
const TEMPLATE_META = 'TemplateMeta';

/** A template's own name is never used, so nothing checks it: only the metadata of the whole is ObjectMeta. */
function freeTemplateNames(definitions: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const others = Object.entries(definitions).map(([name, definition]): [string, JsonSchema] => {
    const metadata = definition.properties?.metadata;
    if (metadata?.$ref !== referTo(META).$ref) return [name, definition];
    const properties = { ...definition.properties, metadata: referTo(TEMPLATE_META) };
    return [name, { ...definition, properties }];
  });
  const meta = definitions[META];
  if (meta === undefined) return { ...definitions };
  const properties = { ...meta.properties, name: { type: 'string' }, namespace: { type: 'string' } };
  return { ...Object.fromEntries(others), [TEMPLATE_META]: { ...meta, properties } };
}

function tightenAt(root: JsonSchema, pointer: string, constraint: JsonSchema): void {
  let place = root;
  for (const step of pointer.slice(1).split('/')) {
    const next = step === '*' ? place.items : place.properties?.[step];
    if (next === undefined) throw new Error(`The CRD has no ${pointer} to constrain.`);
    place = next;
  }
  Object.assign(place, constraint);
}

/** Keywords about the form of a text; those of the same names that are properties have schemas as values. */
const FORM_KEYWORDS: Readonly<Record<string, string>> = { pattern: 'string', maxLength: 'number' };

function dropForms(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropForms);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, item]) => typeof item !== FORM_KEYWORDS[key] && key !== 'propertyNames')
      .map(([key, item]) => [key, dropForms(item)]),
  );
}
