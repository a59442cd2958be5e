import { FAILSAFE_SCHEMA, Type } from 'js-yaml';

const PREFIXED = /^[-+]?0(?:[bB][01]+|[xX][0-9A-Fa-f]+|[oO]?[0-7]+)$/;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NO_NUMBER = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;
const NULLS: ReadonlySet<string> = new Set(['', '~', 'null', 'Null', 'NULL']);
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map(
    (text) => [text, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map(
    (text) => [text, false] as const,
  ),
]);

/**
 * Plain scalars as the YAML reader of Kubernetes (sigs.k8s.io/yaml) resolves them: `on`, `0777` and `1_000` are no
 * strings, while times such as 12:30 and dates are.
 */
export const KUBERNETES_SCHEMA = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:null', { kind: 'scalar', resolve: isNull, construct: () => null }),
    scalarType('bool', (source) => BOOLEANS.get(source)),
    scalarType('int', (source) => (startsNumber(source) ? readInteger(source) : undefined)),
    scalarType('float', (source) => (startsNumber(source) ? readFloat(source) : undefined)),
    new Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (source) => source === '<<' }),
  ],
});

function isNull(source: string | null): boolean {
  return source === null || NULLS.has(source);
}

/** A type of plain scalars; `read` gives undefined for texts of another one. */
function scalarType(name: string, read: (source: string) => unknown): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (source: string | null) => source !== null && read(source) !== undefined,
    construct: read,
  });
}

// Most scalars are words: those are told by their first character.
function startsNumber(source: string): boolean {
  const first = source.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x2e;
}

// 64 bits, signed or not: beyond them a number with a prefix is a string.
function readInteger(source: string): number | undefined {
  const plain = removeUnderscores(source);
  const isPrefixed = PREFIXED.test(plain);
  if (!isPrefixed && !DECIMAL.test(plain)) return undefined;
  const digits = plain.replace(/^[-+]/, '');
  const magnitude = BigInt(isPrefixed ? digits.replace(/^0(?=[0-7])/, '0o') : digits);
  const limit = plain.startsWith('-') ? 2n ** 63n : plain.startsWith('+') ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  if (magnitude > limit) return undefined;
  return magnitude === 0n ? 0 : Number(plain.startsWith('-') ? -magnitude : magnitude);
}

// JSON, into which Kubernetes' reader puts what it reads, has neither infinity nor NaN.
function readFloat(source: string): number | undefined {
  if (NO_NUMBER.test(source)) return NaN;
  const plain = removeUnderscores(source);
  if (!FLOAT.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

// After a leading point they only count between digits.
function removeUnderscores(source: string): string {
  return source.startsWith('.') ? source.replace(/(?<=\d)_(?=\d)/g, '') : source.replaceAll('_', '');
}
