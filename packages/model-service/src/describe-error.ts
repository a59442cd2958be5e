import type { ErrorObject } from 'ajv';
import { appendPointer, InternalError } from '@fleetwright/findings';
import {
  excludedField,
  missingField,
  noBranch,
  repeatedItem,
  tooFewFields,
  wrongCount,
} from './describe-collection.ts';
import { outOfRange, tooLong, wrongChoice, wrongPattern, wrongType } from './describe-scalar.ts';
import { expectedWords } from './expected-words.ts';
import type { Problem } from './problem.ts';
import { schemaAt, valueAt } from './schema-node.ts';
import type { SchemaCheck } from './schema-problems.ts';
import type { Schema } from './schemas/common.ts';
import { showValue } from './show-value.ts';
import { findNonAscii } from './suspicious-text.ts';
import { unknownField } from './unknown-field.ts';
import type { Description, WrongValue } from './wrong-value.ts';

/** Turns one validator error into a sentence: what was found, what is expected, how to fix it. */
export function describeError(check: SchemaCheck, error: ErrorObject): Problem {
  const { instancePath } = error;
  const node = schemaAt(check.schema, instancePath, check.value);
  if (error.propertyName !== undefined) return describeKey(error, node);
  const value = valueAt(check.value, instancePath);
  const name = instancePath === '' ? 'The file' : instancePath;
  const describe = DESCRIPTIONS[error.keyword];
  if (describe === undefined)
    throw new InternalError(`The schemas use the keyword ${error.keyword}, which has no words.`);
  return { pointer: instancePath, ...describe({ check, error, node, value, name }) };
}

const DESCRIPTIONS: Record<string, (wrong: WrongValue) => Description> = {
  type: wrongType,
  pattern: wrongPattern,
  enum: wrongChoice,
  const: wrongChoice,
  minimum: outOfRange,
  maximum: outOfRange,
  exclusiveMinimum: outOfRange,
  exclusiveMaximum: outOfRange,
  maxLength: tooLong,
  minItems: wrongCount,
  maxItems: wrongCount,
  minProperties: tooFewFields,
  maxProperties: wrongCount,
  uniqueItems: repeatedItem,
  required: missingField,
  additionalProperties: ({ check, error, node }) =>
    unknownField(check.schema, node, {
      pointer: error.instancePath,
      field: String(error.params.additionalProperty),
    }),
  'false schema': excludedField,
  oneOf: noBranch,
  anyOf: noBranch,
};

function describeKey(error: ErrorObject, node: Schema): Problem {
  const key = error.propertyName!;
  const names = (node.propertyNames ?? {}) as Schema;
  const foreign = findNonAscii(key);
  const found =
    error.keyword === 'maxLength'
      ? `${key.length} characters; expected at most ${error.params.limit}`
      : `${showValue(key)}${foreign === undefined ? '' : ` (${foreign} is not ASCII)`}; expected ${expectedWords({ type: 'string', ...names })}`;
  return {
    rule: 'input/key',
    pointer: appendPointer(error.instancePath, key),
    atKey: true,
    message: `A key of ${error.instancePath} ${error.keyword === 'maxLength' ? 'has' : 'is'} ${found}.`,
    fix: 'Rename the key.',
  };
}
