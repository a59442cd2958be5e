import type { ErrorObject } from 'ajv';
import { appendPointer, nearestName, parsePointer } from '@fleetwright/findings';

/** A JSON Schema as an object. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What is wrong at a pointer of an object. */
export interface SchemaProblem {
  rule: string;
  pointer: string;
  message: string;
  fix: string;
}

const MAX_PROBLEMS = 20;

/** Words the errors of a validator: what was found, what is expected, how to fix it. */
export function describeSchemaErrors(
  errors: readonly ErrorObject[],
  value: unknown,
  schema: JsonSchema,
): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  for (const error of withoutBranches(errors)) {
    const problem = describeError(error, value, schema);
    problems.set(`${problem.pointer} ${problem.message}`, problem);
    if (problems.size === MAX_PROBLEMS) break;
  }
  return [...problems.values()];
}

// A union says of every branch why it does not fit: the union's own error says it in one sentence.
function withoutBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  return errors.filter(
    ({ schemaPath, instancePath, keyword }) =>
      keyword !== 'propertyNames' &&
      keyword !== 'if' &&
      !unions.some(
        (union) =>
          schemaPath.startsWith(`${union.schemaPath}/`) && instancePath.startsWith(union.instancePath),
      ),
  );
}

function describeError(error: ErrorObject, value: unknown, schema: JsonSchema): SchemaProblem {
  const { instancePath, keyword, propertyName } = error;
  if (propertyName !== undefined) return describeKey(error, propertyName);
  if (keyword === 'additionalProperties') return describeUnknownField(error, schema);
  const params = error.params as Record<string, unknown>;
  const where = instancePath === '' ? 'The object' : instancePath;
  if (keyword === 'required') {
    const field = String(params.missingProperty);
    return {
      rule: 'schema/missing-field',
      pointer: instancePath,
      message: `${where} lacks the field ${field}.`,
      fix: `Add ${field}.`,
    };
  }
  const expected = expectation(keyword, params) ?? error.message ?? keyword;
  return {
    rule: keyword === 'type' ? 'schema/type' : 'schema/value',
    pointer: instancePath,
    message: `${where} is ${show(valueAt(value, instancePath))}; expected ${expected}.`,
    fix: `Write ${expected}.`,
  };
}

function expectation(keyword: string, params: Record<string, unknown>): string | undefined {
  switch (keyword) {
    case 'type':
      return [params.type]
        .flat()
        .filter((type) => type !== 'null')
        .map((type) => TYPES[String(type)] ?? String(type))
        .join(' or ');
    case 'enum': {
      const values = (params.allowedValues as unknown[]).filter(
        (allowed) => allowed !== null && allowed !== '',
      );
      return `${values.length > 1 ? 'one of ' : ''}${values.map((allowed) => (typeof allowed === 'string' ? allowed : show(allowed))).join(', ')}`;
    }
    case 'const':
      return show(params.allowedValue);
    case 'pattern':
      return `a text that matches ${String(params.pattern)}`;
    case 'minimum':
      return `at least ${String(params.limit)}`;
    case 'maximum':
      return `at most ${String(params.limit)}`;
    case 'maxLength':
      return `at most ${String(params.limit)} characters`;
    case 'minLength':
      return `at least ${String(params.limit)} characters`;
    case 'minItems':
      return `at least ${String(params.limit)} items`;
    case 'maxItems':
      return `at most ${String(params.limit)} items`;
    case 'anyOf':
    case 'oneOf':
      return 'another form of the value';
    default:
      return undefined;
  }
}

const TYPES: Readonly<Record<string, string>> = {
  array: 'a list',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  object: 'a mapping',
  string: 'a text',
};

function describeKey({ instancePath, keyword, params }: ErrorObject, key: string): SchemaProblem {
  const expected = expectation(keyword, params as Record<string, unknown>) ?? keyword;
  return {
    rule: 'schema/key',
    pointer: appendPointer(instancePath, key),
    message: `A key of ${instancePath} is ${show(key)}; expected ${expected}.`,
    fix: 'Rename the key.',
  };
}

function describeUnknownField(
  { instancePath, params, schemaPath }: ErrorObject,
  schema: JsonSchema,
): SchemaProblem {
  const field = String((params as Record<string, unknown>).additionalProperty);
  const fields = Object.keys(propertiesAt(schema, schemaPath));
  const nearest = nearestName(field, fields);
  return {
    rule: 'schema/unknown-field',
    pointer: appendPointer(instancePath, field),
    message: `${instancePath === '' ? 'The object' : instancePath} has no field ${show(field)}${nearest === undefined ? '' : `; the nearest is ${nearest}`}.`,
    fix: nearest === undefined ? 'Remove it, or move it to where it belongs.' : `Rename it to ${nearest}.`,
  };
}

// schemaPath ends in the keyword that failed; its parent is the schema of the mapping.
function propertiesAt(schema: JsonSchema, schemaPath: string): Record<string, unknown> {
  const segments = parsePointer(decodeURI(schemaPath).replace(/^#/, '')).slice(0, -1);
  const node = segments.reduce<unknown>((at, segment) => (at as JsonSchema | undefined)?.[segment], schema);
  return ((node as JsonSchema | undefined)?.properties ?? {}) as Record<string, unknown>;
}

function valueAt(root: unknown, pointer: string): unknown {
  return parsePointer(pointer).reduce(
    (value, segment) => (value as Record<string, unknown> | undefined)?.[segment],
    root,
  );
}

const SHOWN = 60;

function show(value: unknown): string {
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`;
}
