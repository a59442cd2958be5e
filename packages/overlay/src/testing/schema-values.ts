import fc from 'fast-check';

/** A node of a JSON Schema, as far as the schemas of the inputs use the language. */
export interface SchemaNode {
  $ref?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: SchemaNode[];
  oneOf?: SchemaNode[];
  type?: string | string[];
  pattern?: string;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  items?: SchemaNode;
  minItems?: number;
  properties?: Record<string, SchemaNode>;
  required?: string[];
  propertyNames?: SchemaNode;
  additionalProperties?: boolean | SchemaNode;
}

// Made once for each node and depth: taking patterns apart again for every value would take most of the time.
const known = new WeakMap<SchemaNode, fc.Arbitrary<unknown>[]>();
/** From here on all values are equally rare. */
const DEEP = 2;

/** Values that a schema admits, small ones mostly; `root` resolves its references. */
export function valuesOf(schema: SchemaNode, root: SchemaNode, depth = 0): fc.Arbitrary<unknown> {
  const level = Math.min(depth, DEEP);
  const made = known.get(schema) ?? [];
  known.set(schema, made);
  return (made[level] ??= makeValues(schema, root, level));
}

function makeValues(schema: SchemaNode, root: SchemaNode, depth: number): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(resolveReference(schema.$ref, root), root, depth);
  if ('const' in schema) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, root, depth)));
  const types = [schema.type ?? (schema.pattern === undefined ? 'object' : 'string')].flat();
  return fc.oneof(...types.map((type) => valuesOfType(type, schema, { root, depth })));
}

function resolveReference(reference: string, root: SchemaNode): SchemaNode {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((node, step) => (node as Record<string, unknown>)[step], root) as SchemaNode;
}

function valuesOfType(
  type: string,
  schema: SchemaNode,
  { root, depth }: { root: SchemaNode; depth: number },
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integers(schema);
    case 'number':
      return numbers(schema);
    case 'string':
      return strings(schema);
    case 'array':
      return fc.array(valuesOf(schema.items ?? { type: 'string' }, root, depth + 1), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, 2),
      });
    default:
      return objects(schema, root, depth);
  }
}

function integers({ minimum = -10, maximum = 1000 }: SchemaNode): fc.Arbitrary<number> {
  const near = fc.integer({ min: Math.max(minimum, -10), max: Math.min(maximum, Math.max(minimum, 20)) });
  return fc.oneof(
    { arbitrary: near, weight: 4 },
    { arbitrary: fc.constantFrom(minimum, maximum), weight: 1 },
  );
}

function numbers({ exclusiveMinimum, exclusiveMaximum, minimum, maximum }: SchemaNode): fc.Arbitrary<number> {
  const least = minimum ?? exclusiveMinimum ?? -1000;
  const most = maximum ?? exclusiveMaximum ?? 1000;
  return fc
    .integer({ min: Math.ceil(least * 10), max: Math.floor(most * 10) })
    .map((tenths) => tenths / 10)
    .filter((value) => value !== exclusiveMinimum && value !== exclusiveMaximum);
}

const ODD_TEXTS = [
  'on',
  '0777',
  '1e3',
  '12:30',
  '~',
  'a" b',
  '$(HOME)',
  '${x}',
  '{{x}}',
  "it's",
  'é',
  '`id`',
];

function strings({ pattern, maxLength = 40 }: SchemaNode): fc.Arbitrary<string> {
  const odd = fc.constantFrom(...ODD_TEXTS);
  // What a pattern only forbids is any other text.
  const usual =
    pattern === undefined || pattern.startsWith('^[^')
      ? fc.oneof(fc.string({ maxLength: 12 }), odd)
      : fc.oneof(
          { arbitrary: fc.stringMatching(new RegExp(pattern)), weight: 6 },
          { arbitrary: odd, weight: 1 },
        );
  return usual.map((text) => text.slice(0, maxLength));
}

function objects(schema: SchemaNode, root: SchemaNode, depth: number): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties } = schema;
  if (typeof additionalProperties === 'object') {
    const keys = schema.propertyNames === undefined ? fc.string() : valuesOf(schema.propertyNames, root);
    return fc.dictionary(keys as fc.Arbitrary<string>, valuesOf(additionalProperties, root, depth + 1), {
      maxKeys: 2,
      noNullPrototype: true,
    });
  }
  // The deeper, the rarer: values stay small, and every property has its turn.
  const rarity = depth < DEEP ? 1 : 3;
  const fields = Object.entries(properties).map(([name, property]) => {
    const value = fc.constant(null).chain(() => valuesOf(property, root, depth + 1));
    const field = value.map((made) => ({ [name]: made }));
    if (required.includes(name)) return field;
    return fc.oneof({ arbitrary: fc.constant({}), weight: rarity }, { arbitrary: field, weight: 1 });
  });
  return fc.tuple(...fields).map((parts) => Object.assign({}, ...parts) as object);
}
