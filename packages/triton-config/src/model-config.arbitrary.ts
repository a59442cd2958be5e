import fc from 'fast-check';
import type { ModelConfig } from './generated/model-config.ts';
import type { FieldType, MessageType, ScalarType, ValueType } from './message-types.ts';
import { MODEL_CONFIG_TYPE } from './model-config-types.ts';

/** Any ModelConfig that the JSON Schema admits, for tests of laws. */
export function anyModelConfig(): fc.Arbitrary<ModelConfig> {
  return anyMessage(MODEL_CONFIG_TYPE);
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc
    .string({ unit: 'grapheme', maxLength: 8 })
    .filter((value) => !/[\u0000-\u0008\u007f-\u009f\u200b-\u200f]/.test(value)),
  fc.constantFrom(
    'a" max_batch_size: 64',
    '\\',
    '\\"',
    "'",
    '# no comment',
    'a\nb',
    '${x}',
    '__proto__',
    '<>{}[]',
  ),
);
const integer = (min: number, max: number) =>
  fc.oneof(fc.integer({ min: 0, max: 64 }), fc.integer({ min, max }));
const number = fc.double({ noNaN: true, noDefaultInfinity: true });

const SCALARS: Record<ScalarType, fc.Arbitrary<unknown>> = {
  string: text,
  bool: fc.boolean(),
  int32: integer(-(2 ** 31), 2 ** 31 - 1),
  uint32: integer(0, 2 ** 32 - 1),
  int64: fc.maxSafeInteger(),
  uint64: fc.oneof(fc.maxSafeNat(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }).map(String)),
  float: number.map(Math.fround).filter(Number.isFinite),
  double: number,
};

function anyMessage(type: MessageType): fc.Arbitrary<object> {
  const single = [...type.fields.values()].filter((field) => field.oneof === undefined);
  const fields = fc.record(
    Object.fromEntries(single.map((field) => [field.name, rarely(() => anyField(field))])),
    { noNullPrototype: true },
  );
  const groups = [...type.oneofs.values()].map((members) => anyMember(type, members));
  return fc.tuple(fields, ...groups).map((parts) => dropUndefined(Object.assign({}, ...parts) as object));
}

// One member of a oneof group, or none.
function anyMember(type: MessageType, members: readonly string[]): fc.Arbitrary<object> {
  const choices = members.flatMap((member) => {
    const field = type.fields.get(member);
    return field ? [rarely(() => anyField(field)).map((value) => ({ [member]: value }))] : [];
  });
  return fc.oneof(...choices);
}

// Absent more often than not, so that values stay small.
function rarely(build: () => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.nat({ max: 3 }).chain((chance) => (chance === 0 ? build() : fc.constant(undefined)));
}

function anyField({ shape, key, value }: FieldType): fc.Arbitrary<unknown> {
  if (shape === 'single') return anyValue(value);
  if (shape === 'list') return fc.array(anyValue(value), { maxLength: 3 });
  const keys = key === 'string' ? text : fc.maxSafeNat().map(String);
  return fc.dictionary(keys, anyValue(value), { maxKeys: 3, noNullPrototype: true });
}

function anyValue(value: ValueType): fc.Arbitrary<unknown> {
  if (value.kind === 'message') return anyMessage(value.type);
  if (value.kind === 'enum') return fc.constantFrom(...value.type.numbers.keys());
  return SCALARS[value.scalar];
}

function dropUndefined(object: object): object {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
}
