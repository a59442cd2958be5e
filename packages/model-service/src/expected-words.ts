import type { Schema } from './schemas/common.ts';
import { branchesOf } from './schema-node.ts';

const KINDS: Record<string, string> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
};

/** What a schema node accepts, as the end of `expected …`. */
export function expectedWords(node: Schema): string {
  const branches = branchesOf(node);
  if (branches)
    return joinWords(branches.filter((branch) => branch.type !== 'null').map(expectedWords), 'or');
  if ('const' in node) return JSON.stringify(node.const);
  if (Array.isArray(node.enum)) return enumWords(node.enum);
  const types = [node.type].flat().filter((type) => type !== 'null') as string[];
  return joinWords(
    types.map((type) => typeWords(type, node)),
    'or',
  );
}

/** `a, b and c`. */
export function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

function typeWords(type: string, node: Schema): string {
  if (type === 'integer') return `a whole number${rangeWords(node)}`;
  if (type === 'number') return `a number${rangeWords(node)}`;
  return type === 'string' ? textWords(node) : (KINDS[type] ?? type);
}

function enumWords(values: readonly unknown[]): string {
  const words = values.filter((value) => value !== null).map(String);
  return words.length === 1 ? `${words[0]}, the only choice` : joinWords(words, 'or');
}

// Beside an example or a count, the limit would say nothing more.
function textWords({ 'x-expected': words, pattern, maxLength }: Schema): string {
  if (typeof words !== 'string') return typeof pattern === 'string' ? `text that matches ${pattern}` : 'text';
  return maxLength === undefined || /such as|of one line|\d/.test(words)
    ? words
    : `${words}; at most ${Number(maxLength)} characters`;
}

function rangeWords({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const lower = bound('above', exclusiveMinimum) ?? bound('at least', minimum);
  const upper = bound('below', exclusiveMaximum) ?? bound('at most', maximum);
  if (minimum !== undefined && maximum !== undefined) return ` from ${Number(minimum)} to ${Number(maximum)}`;
  const words = joinWords(
    [lower, upper].filter((word) => word !== undefined),
    'and',
  );
  return words === '' ? '' : ` ${words}`;
}

function bound(word: string, limit: unknown): string | undefined {
  return limit === undefined ? undefined : `${word} ${Number(limit)}`;
}
