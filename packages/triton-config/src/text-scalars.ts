import type { EnumType, ScalarType } from './message-types.ts';
import { nearestName } from '@fleetwright/findings';
import type { ScalarNode } from './text-syntax.ts';

/** A decoded value, or why the text does not stand for one. */
export type Decoded = { value: string | number | boolean } | { message: string; fix: string };

const RANGES: Partial<Record<ScalarType, readonly [bigint, bigint]>> = {
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  // Shapes and versions are JSON numbers: no real one is beyond what those hold exactly.
  int64: [BigInt(Number.MIN_SAFE_INTEGER), BigInt(Number.MAX_SAFE_INTEGER)],
  uint64: [0n, 2n ** 64n - 1n],
};
const WORDS_OF_BOOL = new Map([
  ['true', true],
  ['True', true],
  ['t', true],
  ['1', true],
  ['false', false],
  ['False', false],
  ['f', false],
  ['0', false],
]);

/** The value of a text under a scalar type; what Triton's own parser accepts is accepted. */
export function decodeScalar(node: ScalarNode, type: ScalarType): Decoded {
  if (type === 'string') return decodeString(node);
  if (type === 'bool') return decodeBool(node);
  if (type === 'float' || type === 'double') return decodeFloat(node);
  return decodeInteger(node, type);
}

/** The name of an enumeration's value, which the text gives by name or by number. */
export function decodeEnum(node: ScalarNode, type: EnumType): Decoded {
  const names = [...type.numbers.keys()];
  if (node.type === 'word' && !node.negative && type.numbers.has(node.text)) return { value: node.text };
  if (node.type === 'number' && !node.negative) {
    const name = type.names.get(Number(parseMagnitude(node.text)));
    if (name !== undefined) return { value: name };
  }
  const near = nearestName(node.text, names);
  return {
    message: `Expected a value of ${type.name}, found ${written(node)}.`,
    fix: near ? `Did you mean ${near}?` : `Use one of ${names.join(', ')}.`,
  };
}

function decodeString(node: ScalarNode): Decoded {
  if (node.type !== 'string') return expected('a string', node, 'Put it in double quotes.');
  try {
    return {
      value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(node.bytes)),
    };
  } catch {
    return { message: 'The string is not valid UTF-8.', fix: 'Remove its \\x and octal escapes above 177.' };
  }
}

function decodeBool(node: ScalarNode): Decoded {
  const value = node.negative || node.type === 'string' ? undefined : WORDS_OF_BOOL.get(node.text);
  return value === undefined ? expected('true or false', node, 'Write true or false.') : { value };
}

function decodeFloat(node: ScalarNode): Decoded {
  const isNumber = node.type === 'number' && !/^0[xX0-9]/.test(node.text);
  const value = isNumber ? Number(node.text.replace(/[fF]$/, '')) : Number.NaN;
  if (Number.isFinite(value)) return { value: node.negative ? -value : value };
  return expected('a finite number', node, 'Write a decimal number.');
}

function decodeInteger(node: ScalarNode, type: ScalarType): Decoded {
  const magnitude = node.type === 'number' ? parseMagnitude(node.text) : undefined;
  const [least, most] = RANGES[type] ?? [0n, 0n];
  if (magnitude === undefined || (node.negative && least === 0n))
    return expected(least === 0n ? 'an integer of at least 0' : 'an integer', node, 'Write a whole number.');
  const value = node.negative ? -magnitude : magnitude;
  if (value >= least && value <= most)
    return { value: Number.isSafeInteger(Number(value)) ? Number(value) : String(value) };
  const bound = value < least ? `at least ${least}` : `at most ${most}`;
  return expected(bound, node, `Bring it within the range of ${type}.`);
}

// A leading zero means octal, as in C.
function parseMagnitude(text: string): bigint | undefined {
  if (/^0[xX]/.test(text)) return BigInt(text);
  if (/^0[0-7]+$/.test(text)) return BigInt(`0o${text.slice(1)}`);
  return /^(?:0|[1-9][0-9]*)$/.test(text) ? BigInt(text) : undefined;
}

function expected(what: string, node: ScalarNode, fix: string): Decoded {
  return { message: `Expected ${what}, found ${written(node)}.`, fix };
}

function written(node: ScalarNode): string {
  const text = `${node.negative ? '-' : ''}${node.text}`;
  return node.type === 'string' ? text : JSON.stringify(text);
}
