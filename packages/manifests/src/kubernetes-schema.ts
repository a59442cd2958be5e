import {
  boolYaml11Tag,
  defineScalarTag,
  mapTag,
  mergeTag,
  NOT_RESOLVED,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';

const FIRST_OF_NUMBER = [...'+-.0123456789'];
const PREFIXED = /^[-+]?0(?:[bB][01]+|[xX][0-9A-Fa-f]+|[oO]?[0-7]+)$/;
const DECIMAL = /^[-+]?(?:0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const NO_NUMBER = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

/**
 * Plain scalars as the YAML reader of Kubernetes (sigs.k8s.io/yaml) resolves them: `on`, `0777` and `1_000` are no
 * strings, while times such as 12:30 and dates are.
 */
export const KUBERNETES_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  mergeTag,
  nullCoreTag,
  boolYaml11Tag,
  defineScalarTag('tag:yaml.org,2002:int', {
    implicit: true,
    implicitFirstChars: FIRST_OF_NUMBER,
    identify: Number.isInteger,
    resolve: (source) => readInteger(source) ?? NOT_RESOLVED,
  }),
  defineScalarTag('tag:yaml.org,2002:float', {
    implicit: true,
    implicitFirstChars: FIRST_OF_NUMBER,
    identify: (value) => typeof value === 'number',
    resolve: (source) => readFloat(source) ?? NOT_RESOLVED,
  }),
]);

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
