import type { ErrorObject } from 'ajv';
import { appendPointer, InternalError, nearestName, parsePointer } from '@fleetwright/findings';
import { expectedWords, joinWords } from './expected-words.ts';
import type { Problem } from './problem.ts';
import { branchesOf, childOf, schemaAt } from './schema-node.ts';
import type { SchemaCheck } from './schema-problems.ts';
import type { Schema } from './schemas/common.ts';
import { kindOf, showValue } from './show-value.ts';
import { findNonAscii } from './suspicious-text.ts';
import { unknownField } from './unknown-field.ts';

interface Wrong {
  check: SchemaCheck;
  error: ErrorObject;
  /** The node that the value or key does not fit. */
  node: Schema;
  value: unknown;
  /** Pointer as messages show it. */
  name: string;
}

/** Turns one validator error into a sentence: what was found, what is expected, how to fix it. */
export function describeError(check: SchemaCheck, error: ErrorObject): Problem {
  const { instancePath } = error;
  const node = schemaAt(check.schema, instancePath, check.value);
  if (error.propertyName !== undefined) return describeKey(check, error, node);
  const value = parsePointer(instancePath).reduce(childOf, check.value);
  const name = instancePath === '' ? 'The file' : instancePath;
  const describe = DESCRIPTIONS[error.keyword];
  if (describe === undefined)
    throw new InternalError(`The schemas use the keyword ${error.keyword}, which has no words.`);
  return { pointer: instancePath, ...describe({ check, error, node, value, name }) };
}

type Words = Omit<Problem, 'pointer'> & { pointer?: string };

const DESCRIPTIONS: Record<string, (wrong: Wrong) => Words> = {
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

function wrongType({ check, error, node, value, name }: Wrong): Words {
  const isPlain = typeof value !== 'object' && !(node.type === 'integer' && typeof value === 'number');
  const kind = isPlain ? ` (${kindOf(value)})` : '';
  return {
    rule: 'input/type',
    message: `${name} is ${showValue(value)}${kind}; expected ${expectedWords(node)}.`,
    fix: typeFix(node, value, check.writtenAs?.(error.instancePath)),
  };
}

function typeFix(node: Schema, value: unknown, written: string | undefined): string {
  const types = [node.type].flat();
  if (value === null) return 'Write a value, or remove the key.';
  if (types.includes('string') && typeof value !== 'object')
    return `Quote it: "${written ?? String(value)}".`;
  if (typeof value === 'string' && types.some((type) => type === 'integer' || type === 'number'))
    return Number.isFinite(Number(value)) ? 'Remove the quotes.' : 'Write a number.';
  if (typeof value === 'string' && types.includes('boolean')) return 'Write true or false, without quotes.';
  return describedFix(node);
}

function wrongPattern({ error, node, value, name }: Wrong): Words {
  const foreign = typeof value === 'string' ? findNonAscii(value) : undefined;
  const note = foreign === undefined ? '' : ` (${foreign} is not ASCII)`;
  return {
    rule: 'input/pattern',
    message: `${name} is ${showValue(value)}${note}; expected ${expectedWords(node)}.`,
    fix: suggestText(String(value), String(error.params.pattern)) ?? describedFix(node),
  };
}

function suggestText(text: string, pattern: string): string | undefined {
  if (text.length > 100) return undefined;
  const dashed = text
    .toLowerCase()
    .replace(/[\s_.]+/g, '-')
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '');
  const suggestion = [text.replace(/\s+/g, ''), dashed].find((candidate) =>
    new RegExp(pattern, 'u').test(candidate),
  );
  return suggestion ? `Write ${suggestion}.` : undefined;
}

function wrongChoice({ node, value, name }: Wrong): Words {
  const choices = 'const' in node ? [String(node.const)] : ((node.enum ?? []) as unknown[]).map(String);
  const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
  const word = near ?? (choices.length === 1 ? choices[0] : undefined);
  return {
    rule: 'input/choice',
    message: `${name} is ${showValue(value)}; expected ${expectedWords(node)}.`,
    fix: word === undefined ? describedFix(node) : `Write ${word}.`,
  };
}

function outOfRange({ node, value, name }: Wrong): Words {
  return {
    rule: 'input/range',
    message: `${name} is ${showValue(value)}; expected ${expectedWords(node)}.`,
    fix: describedFix(node),
  };
}

function tooLong({ error, node, value, name }: Wrong): Words {
  const words = typeof node['x-expected'] === 'string' ? `: ${node['x-expected']}` : '';
  return {
    rule: 'input/too-long',
    message: `${name} has ${String(value).length} characters; expected at most ${error.params.limit}${words}.`,
    fix: 'Shorten it.',
  };
}

function wrongCount({ error, value, name }: Wrong): Words {
  const { limit } = error.params as { limit: number };
  const count = Object.keys(value as object).length;
  const bound = error.keyword.startsWith('min') ? 'at least' : 'at most';
  return {
    rule: 'input/count',
    message: `${name} has ${count} ${count === 1 ? 'entry' : 'entries'}; expected ${bound} ${limit}.`,
    fix: count < limit ? 'Add an entry, or remove the field.' : 'Remove entries.',
  };
}

function tooFewFields({ node, name }: Wrong): Words {
  const fields = joinWords(Object.keys(node.properties ?? {}), 'or');
  return {
    rule: 'input/count',
    message: `${name} is empty; expected at least ${fields}.`,
    fix: `Add ${fields}.`,
  };
}

function repeatedItem({ error, value, name }: Wrong): Words {
  const { i, j } = error.params as { i: number; j: number };
  const [first, second] = [Math.min(i, j), Math.max(i, j)];
  const pointer = appendPointer(error.instancePath, second);
  return {
    rule: 'input/repeated',
    pointer,
    message: `${name} has ${showValue((value as unknown[])[second])} twice.`,
    fix: 'Remove one of the two.',
    related: [{ pointer: appendPointer(error.instancePath, first), message: 'the first one' }],
  };
}

function missingField({ error, node, name }: Wrong): Words {
  const field = String(error.params.missingProperty);
  const description = (childOf(node.properties, field) as Schema | undefined)?.description;
  return {
    rule: 'input/missing-field',
    message: `${name} has no ${field}, which is required.`,
    fix: `Add ${field}${typeof description === 'string' ? `: ${description}` : '.'}`,
  };
}

// Two members of one protobuf oneof: the schema refuses the second.
function excludedField({ check, error, name }: Wrong): Words {
  const parent = error.instancePath.slice(0, error.instancePath.lastIndexOf('/'));
  const field = parsePointer(error.instancePath).at(-1)!;
  const node = schemaAt(check.schema, parent, check.value);
  const siblings = parsePointer(parent).reduce(childOf, check.value);
  const other = Object.entries((node.dependentSchemas ?? {}) as Record<string, Schema>).find(
    ([member, schema]) =>
      childOf(siblings, member) !== undefined && childOf(schema.properties, field) === false,
  )?.[0];
  return {
    rule: 'input/exclusive',
    message: `${name} stands beside ${other}; expected only one of the two.`,
    fix: 'Remove one of the two.',
    related: [{ pointer: appendPointer(parent, other ?? ''), message: 'the other one' }],
  };
}

function noBranch({ node, value, name }: Wrong): Words {
  const branches = branchesOf(node) ?? [];
  const fields = branches.flatMap((branch) => (branch.required ?? []) as string[]);
  if (fields.length === 0 || typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      rule: 'input/type',
      message: `${name} is ${showValue(value)}; expected ${fields.length > 0 ? `a mapping with ${joinWords(fields, 'or')}` : expectedWords(node)}.`,
      fix: describedFix(node),
    };
  const found = Object.keys(value).map((key) => key.slice(0, 40));
  const near = found.map((key) => nearestName(key, fields)).find((name) => name !== undefined);
  return {
    rule: 'input/exclusive',
    message: `${name} has ${found.length === 0 ? 'no field' : joinWords(found.slice(0, 5), 'and')}; expected exactly one of ${joinWords(fields, 'and')}.`,
    fix:
      found.length === 1 && near !== undefined
        ? `Rename it to ${near}.`
        : 'Write one field; what comes next is an entry of its own.',
  };
}

function describeKey(check: SchemaCheck, error: ErrorObject, node: Schema): Problem {
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

function describedFix(node: Schema): string {
  return typeof node.description === 'string' ? node.description : `Write ${expectedWords(node)}.`;
}
