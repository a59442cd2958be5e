import { FIELD_DESCRIPTIONS } from './field-descriptions.ts';
import type { FieldType, MessageType, ScalarType, ValueType } from './message-types.ts';
import { MODEL_CONFIG_TYPE, MODEL_CONFIG_TYPES } from './model-config-types.ts';
import { TEXT_PATTERN } from './text-pattern.ts';

/** A JSON Schema node (2020-12). */
type Schema = Record<string, unknown>;

const ROOT = MODEL_CONFIG_TYPE.name;
const text: Schema = { type: 'string', pattern: TEXT_PATTERN, maxLength: 65_536 };

// 64-bit integers are JSON numbers up to 2^53 - 1; an unsigned one beyond that is a string of digits.
const SCALAR_SCHEMAS: Record<ScalarType, Schema> = {
  string: text,
  bool: { type: 'boolean' },
  int32: { type: 'integer', minimum: -2_147_483_648, maximum: 2_147_483_647 },
  uint32: { type: 'integer', minimum: 0, maximum: 4_294_967_295 },
  int64: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
  uint64: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^[1-9][0-9]{15,19}$' },
    ],
  },
  float: { type: 'number' },
  double: { type: 'number' },
};

/**
 * JSON Schema of a ModelConfig in its YAML form. Its references read `#/$defs/ModelConfig/$defs/…`, so it is
 * to stand at `#/$defs/ModelConfig` of the schema that uses it.
 */
export const modelConfigSchema: Schema = {
  ...messageSchema(MODEL_CONFIG_TYPE),
  description: "Triton's ModelConfig by its own field names: what config.pbtxt says.",
  $defs: Object.fromEntries(
    [...MODEL_CONFIG_TYPES.values()]
      .filter((type) => type.name !== ROOT)
      .map((type) => [type.name, messageSchema(type)]),
  ),
};

function messageSchema(type: MessageType): Schema {
  const properties = [...type.fields.values()].map((field) => [
    field.name,
    describe(type, field, fieldSchema(field)),
  ]);
  const exclusive = [...type.oneofs.values()].flatMap(exclusiveMembers);
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    ...(exclusive.length > 0 && { dependentSchemas: Object.fromEntries(exclusive) }),
  };
}

// A false schema is reported at the second member, where the user can act on it.
function exclusiveMembers(members: readonly string[]): [string, Schema][] {
  return members.map((member, index) => [
    member,
    { properties: Object.fromEntries(members.slice(index + 1).map((other) => [other, false])) },
  ]);
}

function describe(type: MessageType, field: FieldType, schema: Schema): Schema {
  const description = FIELD_DESCRIPTIONS[`${type.name}.${field.name}`];
  return description === undefined ? schema : { ...schema, description };
}

function fieldSchema(field: FieldType): Schema {
  const value = valueSchema(field.value);
  if (field.shape === 'list') return { type: 'array', items: value, maxItems: 1024 };
  if (field.shape === 'map')
    return {
      type: 'object',
      propertyNames: keySchema(field.key),
      additionalProperties: value,
      maxProperties: 1024,
    };
  return value;
}

function keySchema(key: ScalarType | undefined): Schema {
  return key === 'string'
    ? { pattern: TEXT_PATTERN, maxLength: 1024 }
    : { pattern: '^(?:0|[1-9][0-9]{0,19})$' };
}

function valueSchema(value: ValueType): Schema {
  if (value.kind === 'message') return { $ref: `#/$defs/${ROOT}/$defs/${value.type.name}` };
  if (value.kind === 'enum') return { enum: [...value.type.numbers.keys()] };
  return SCALAR_SCHEMAS[value.scalar];
}
