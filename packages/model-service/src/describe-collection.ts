import { appendPointer, nearestName, parsePointer } from '@fleetwright/findings';
import { expectedWords, joinWords } from './expected-words.ts';
import {
  branchesOf,
  childOf,
  dereference,
  discriminatorOf,
  discriminatorValue,
  schemaAt,
} from './schema-node.ts';
import type { Schema } from './schemas/common.ts';
import { showValue } from './show-value.ts';
import { describedFix, type Description, type WrongValue } from './wrong-value.ts';

/** A list or mapping with too few or too many entries. */
export function wrongCount({ error, value, name }: WrongValue): Description {
  const { limit } = error.params as { limit: number };
  const count = Object.keys(value as object).length;
  const bound = error.keyword.startsWith('min') ? 'at least' : 'at most';
  return {
    rule: 'input/count',
    message: `${name} has ${count} ${count === 1 ? 'entry' : 'entries'}; expected ${bound} ${limit}.`,
    fix: count < limit ? 'Add an entry, or remove the field.' : 'Remove entries.',
  };
}

/** A mapping of which at least one field is needed. */
export function tooFewFields({ node, name }: WrongValue): Description {
  const fields = joinWords(Object.keys(node.properties ?? {}), 'or');
  return {
    rule: 'input/count',
    message: `${name} is empty; expected at least ${fields}.`,
    fix: `Add ${fields}.`,
  };
}

/** A list with the same entry twice. */
export function repeatedItem({ error, value, name }: WrongValue): Description {
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

/** A mapping without a required field. */
export function missingField({ check, error, node, name }: WrongValue): Description {
  const field = String(error.params.missingProperty);
  const property = childOf(node.properties, field) as Schema;
  const { description } = dereference(check.schema, property);
  return {
    rule: 'input/missing-field',
    message: `${name} has no ${field}, which is required.`,
    fix: `Add ${field}${typeof description === 'string' ? `: ${description}` : '.'}`,
  };
}

/** Two members of one protobuf oneof: the schema refuses the second. */
export function excludedField({ check, error, name }: WrongValue): Description {
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

/** A value that is meant for no branch of a union, or for several. */
export function noBranch(wrong: WrongValue): Description {
  const { node, value, name } = wrong;
  const discriminator = discriminatorOf(node);
  if (discriminator !== undefined && typeof value === 'object' && value !== null && !Array.isArray(value))
    return noMember(wrong, discriminator);
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

function noMember({ error, node, value, name }: WrongValue, discriminator: string): Description {
  const choices = (branchesOf(node) ?? []).map((branch) => String(discriminatorValue(branch, discriminator)));
  const expected = joinWords(choices, 'or');
  const found = childOf(value, discriminator);
  if (found === undefined)
    return {
      rule: 'input/missing-field',
      message: `${name} has no ${discriminator}, which is required; expected ${expected}.`,
      fix: `Add ${discriminator}.`,
    };
  const near = typeof found === 'string' ? nearestName(found, choices) : undefined;
  return {
    rule: 'input/choice',
    pointer: appendPointer(error.instancePath, discriminator),
    message: `${name}/${discriminator} is ${showValue(found)}; expected ${expected}.`,
    fix: near === undefined ? `Write ${expected}.` : `Write ${near}.`,
  };
}
