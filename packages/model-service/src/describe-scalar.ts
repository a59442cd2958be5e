import { nearestName } from '@fleetwright/findings';
import { expectedWords } from './expected-words.ts';
import type { Schema } from './schemas/common.ts';
import { kindOf, showValue } from './show-value.ts';
import { findNonAscii } from './suspicious-text.ts';
import { describedFix, type Description, type WrongValue } from './wrong-value.ts';

/** A value of another kind than expected. */
export function wrongType({ check, error, node, value, name }: WrongValue): Description {
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
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean'))
    return `Quote it: "${written ?? String(value)}".`;
  if (typeof value === 'string' && types.some((type) => type === 'integer' || type === 'number'))
    return Number.isFinite(Number(value)) ? 'Remove the quotes.' : 'Write a number.';
  if (typeof value === 'string' && types.includes('boolean')) return 'Write true or false, without quotes.';
  return describedFix(node);
}

/** Text of another form than expected. */
export function wrongPattern({ error, node, value, name }: WrongValue): Description {
  const foreign = typeof value === 'string' ? findNonAscii(value) : undefined;
  const note = foreign === undefined ? '' : ` (${foreign} is not ASCII)`;
  return {
    rule: 'input/pattern',
    message: `${name} is ${showValue(value)}${note}; expected ${expectedWords(node)}.`,
    fix: suggestText(String(value), String(error.params.pattern)) ?? describedFix(node),
  };
}

function suggestText(text: string, pattern: string): string | undefined {
  // Only a slip of form is corrected: a path or a foreign letter may mean something else.
  if (text.length > 100 || !/^[\w .:-]+$/.test(text) || text.includes('..')) return undefined;
  const dashed = text
    .toLowerCase()
    .replace(/[\s_.]+/g, '-')
    .replace(/^[^a-z]+|(?<![^a-z0-9])[^a-z0-9]+$/g, '');
  const suggestion = [text.replace(/\s+/g, ''), dashed].find((candidate) =>
    new RegExp(pattern, 'u').test(candidate),
  );
  return suggestion ? `Write ${suggestion}.` : undefined;
}

/** A word that is none of the choices. */
export function wrongChoice({ node, value, name }: WrongValue): Description {
  const choices = 'const' in node ? [String(node.const)] : ((node.enum ?? []) as unknown[]).map(String);
  const near = typeof value === 'string' ? nearestName(value, choices) : undefined;
  const word = near ?? (choices.length === 1 ? choices[0] : undefined);
  return {
    rule: 'input/choice',
    message: `${name} is ${showValue(value)}; expected ${expectedWords(node)}.`,
    fix: word === undefined ? describedFix(node) : `Write ${word}.`,
  };
}

/** A number outside its range. */
export function outOfRange({ node, value, name }: WrongValue): Description {
  return {
    rule: 'input/range',
    message: `${name} is ${showValue(value)}; expected ${expectedWords(node)}.`,
    fix: describedFix(node),
  };
}

/** Text beyond its length. */
export function tooLong({ error, node, value, name }: WrongValue): Description {
  const words = typeof node['x-expected'] === 'string' ? `: ${node['x-expected']}` : '';
  return {
    rule: 'input/too-long',
    message: `${name} has ${String(value).length} characters; expected at most ${error.params.limit}${words}.`,
    fix: 'Shorten it.',
  };
}
