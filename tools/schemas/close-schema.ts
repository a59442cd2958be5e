import type { JsonSchema } from './json-schema.ts';

/** Keywords that are kept; everything else (descriptions, defaults, extensions) is dropped. */
const KEPT = [
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'maxItems',
  'maxLength',
  'maxProperties',
  'maximum',
  'minItems',
  'minLength',
  'minProperties',
  'minimum',
  'multipleOf',
  'required',
  'uniqueItems',
] as const;

const COMBINATIONS = ['allOf', 'anyOf', 'oneOf'] as const;

const INT_OR_STRING = 'x-kubernetes-int-or-string';
const PRESERVE = 'x-kubernetes-preserve-unknown-fields';
const EMBEDDED = 'x-kubernetes-embedded-resource';

/** Whether an object without properties takes any property; CRDs prune them, Kubernetes' own documents allow them. */
export type EmptyObjects = 'open' | 'closed';

/** Makes a JSON Schema that allows no unknown property from one of OpenAPI v2 or of a CustomResourceDefinition. */
export function closeSchema(source: JsonSchema, emptyObjects: EmptyObjects): JsonSchema {
  if (typeof source.$ref === 'string') return { $ref: source.$ref };
  const schema: JsonSchema = { ...closeType(source), ...keepKeywords(source) };
  if (source.items !== undefined) schema.items = closeSchema(source.items, emptyObjects);
  if (source[INT_OR_STRING] !== true) Object.assign(schema, simplifyCombinations(source));
  return { ...schema, ...closeProperties(source, emptyObjects), ...markNullable(source, schema) };
}

function closeType(source: JsonSchema): JsonSchema {
  if (source[INT_OR_STRING] === true || source.format === 'int-or-string')
    return { type: ['integer', 'string'] };
  if (source.type === undefined) return {};
  switch (source.format) {
    // JSON Schema's own keywords, because validators disagree on whether they know Kubernetes' formats.
    case 'int32':
      return { type: source.type, minimum: -2147483648, maximum: 2147483647 };
    case 'date-time':
      return { type: source.type, format: source.format };
    default:
      return { type: source.type };
  }
}

function keepKeywords(source: JsonSchema): JsonSchema {
  const kept = Object.fromEntries(
    KEPT.flatMap((key) => (source[key] === undefined ? [] : [[key, source[key]]])),
  );
  return source.pattern === undefined
    ? kept
    : { ...kept, pattern: makeLinear(expandCaseInsensitive(source.pattern)) };
}

function closeProperties(source: JsonSchema, emptyObjects: EmptyObjects): JsonSchema {
  if (typeof source.additionalProperties === 'object') {
    return { additionalProperties: closeSchema(source.additionalProperties, emptyObjects) };
  }
  const open = source[PRESERVE] === true || source[EMBEDDED] === true || source.additionalProperties === true;
  if (source.properties === undefined) {
    const closed = source.type === 'object' && !open && emptyObjects === 'closed';
    return closed ? { additionalProperties: false } : {};
  }
  const properties = Object.fromEntries(
    Object.entries(source.properties).map(([name, property]) => [name, closeSchema(property, emptyObjects)]),
  );
  return open ? { properties } : { properties, additionalProperties: false };
}

/** Branches of a combination state conditions on one object, so they stay open. */
function simplifyCombinations(source: JsonSchema): JsonSchema {
  const result: JsonSchema = {};
  for (const key of COMBINATIONS) {
    const branches = source[key] as JsonSchema[] | undefined;
    if (branches !== undefined) result[key] = branches.map(simplifyBranch);
  }
  if (source.not !== undefined) result.not = simplifyBranch(source.not as JsonSchema);
  return result;
}

function simplifyBranch(source: JsonSchema): JsonSchema {
  const branch: JsonSchema = {
    ...closeType(source),
    ...keepKeywords(source),
    ...simplifyCombinations(source),
  };
  if (source.items !== undefined) branch.items = simplifyBranch(source.items);
  if (source.properties !== undefined) {
    branch.properties = Object.fromEntries(
      Object.entries(source.properties).map(([name, property]) => [name, simplifyBranch(property)]),
    );
  }
  return branch;
}

function markNullable(source: JsonSchema, schema: JsonSchema): JsonSchema {
  if (source.nullable !== true || schema.type === undefined) return {};
  return allowNull(schema);
}

/** Adds null to the types of a schema that names a type. */
export function allowNull(schema: JsonSchema): JsonSchema {
  if (schema.type === undefined) return schema;
  const types = [schema.type].flat().filter((type) => type !== 'null');
  const values = schema.enum?.filter((value) => value !== null);
  return {
    ...schema,
    type: [...types, 'null'],
    ...(values === undefined ? {} : { enum: [...values, null] }),
  };
}

/** Go's `(?i)` written out as character classes, which JavaScript's regular expressions understand as well. */
function expandCaseInsensitive(pattern: string): string {
  if (!pattern.includes('(?i)')) return pattern;
  return pattern
    .replace('(?i)', '')
    .replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

/** Patterns that take a backtracking engine quadratic time, and those that find the same texts in linear time. */
const LINEAR: Readonly<Record<string, string>> = {
  // What stands before the last digit is free, because nothing ties the pattern to the start.
  '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$': '(^0|[0-9]((K|M|G|T|E|P)i?)?B)$',
};

function makeLinear(pattern: string): string {
  return LINEAR[pattern] ?? pattern;
}
