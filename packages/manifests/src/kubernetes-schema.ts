import {
  boolYaml11Tag,
  defineScalarTag,
  mapTag,
  NOT_RESOLVED,
  nullCoreTag,
  Schema,
  seqTag,
  strTag,
} from 'js-yaml';

const INTEGER = /^[-+]?(?:0b[01_]+|0x[0-9A-Fa-f_]+|0o[0-7_]+|[0-9][0-9_]*)$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * Plain scalars as the YAML reader of Kubernetes (sigs.k8s.io/yaml) resolves them: `on`, `0777` and `1_000` are no
 * strings, while times such as 12:30 and dates are.
 */
export const KUBERNETES_SCHEMA = new Schema([
  strTag,
  seqTag,
  mapTag,
  nullCoreTag,
  boolYaml11Tag,
  defineScalarTag('tag:yaml.org,2002:int', {
    implicit: true,
    identify: Number.isInteger,
    resolve: (source) => (INTEGER.test(source) ? readInteger(source.replaceAll('_', '')) : NOT_RESOLVED),
  }),
  defineScalarTag('tag:yaml.org,2002:float', {
    implicit: true,
    identify: (value) => typeof value === 'number',
    resolve: (source) => (FLOAT.test(source) ? Number(source) : NOT_RESOLVED),
  }),
]);

function readInteger(digits: string): number | typeof NOT_RESOLVED {
  const unsigned = digits.replace(/^[-+]/, '');
  const value = Number(/^0[0-7]+$/.test(unsigned) ? `0o${unsigned.slice(1)}` : unsigned);
  if (Number.isNaN(value)) return NOT_RESOLVED;
  return digits.startsWith('-') ? -value : value;
}
