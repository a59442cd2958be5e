import { InternalError } from '@fleetwright/findings';

/** Writes a scalar or key on one line, as the workspace's formatter would: quoted only where a reader could err. */
export function scalarText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return stringText(value);
    case 'number':
      return Object.is(value, -0) ? '-0.0' : String(value);
    case 'boolean':
      return String(value);
    default:
      if (value === null) return 'null';
      throw new InternalError(`cannot write a ${typeof value} as YAML`);
  }
}

const PLAIN = /^[A-Za-z0-9_/](?:[A-Za-z0-9_./@+=-]|:(?=[^\s:,]))*$/;
// Words of YAML 1.1, numbers in any base, dates and times.
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|[0-9_][0-9_.:eE+-]*|0[box].*)$/i;
// Line ends, controls, and characters that no one sees.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/u;

function stringText(text: string): string {
  if (PLAIN.test(text) && !AMBIGUOUS.test(text)) return text;
  if (HIDDEN.test(text)) return escaped(text);
  if (/["\\]/.test(text) || !text.includes("'")) return `'${text.replaceAll("'", "''")}'`;
  return `"${text}"`;
}

// JSON's escapes are YAML's.
function escaped(text: string): string {
  return JSON.stringify(text).replaceAll(
    new RegExp(HIDDEN, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
