import { InternalError } from '@fleetwright/findings';
import type { BuiltResource } from './resource.ts';

/** One-line comments by the JSON pointer of the key or list item above which they stand. */
export type Comments = Readonly<Record<string, string>>;

/**
 * Writes resources as one multi-document manifest, each under a comment that names its builder.
 */
export function emitManifest(resources: readonly BuiltResource[]): string {
  return resources
    .map(({ builder, resource, comments }) => `# ${builder}\n${emitYaml(resource, comments)}`)
    .join('---\n');
}

/**
 * Writes a plain object as block YAML that YAML 1.1 and 1.2 readers read alike. Keys keep their order, undefined
 * values are left out, strings are quoted unless no reader can take them for something else.
 *
 * General libraries leave `on`, `12:30` or `1_000` unquoted, which the readers of Kubernetes tools misread, and
 * take ten times as long; the property tests compare this with both kinds of readers.
 */
export function emitYaml(value: object, comments?: Comments): string {
  const out: string[] = [];
  emitEntries(out, value, '', comments, '');
  return out.join('');
}

// Either a mapping or a sequence, as lines at the given indentation.
function emitEntries(
  out: string[],
  value: object,
  indent: string,
  comments: Comments | undefined,
  path: string,
): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const itemPath = comments === undefined ? '' : `${path}/${index}`;
      emitComment(out, indent, comments?.[itemPath]);
      // The first key of a mapping stands on the line of its dash.
      out.push(indent, '-');
      emitItem(out, item, indent, comments, itemPath);
    }
    return;
  }
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const childPath = comments === undefined ? '' : `${path}/${key}`;
    emitComment(out, indent, comments?.[childPath]);
    out.push(indent, emitString(key), ':');
    emitValue(out, child, indent, comments, childPath);
  }
}

function emitComment(out: string[], indent: string, comment: string | undefined): void {
  if (comment !== undefined) out.push(indent, '# ', comment, '\n');
}

function emitItem(
  out: string[],
  item: unknown,
  indent: string,
  comments: Comments | undefined,
  path: string,
): void {
  if (!isMapping(item) || isEmpty(item)) {
    // A text block stands two columns from the dash, a nested sequence likewise.
    emitValue(out, item, Array.isArray(item) ? `${indent}  ` : indent, comments, path);
    return;
  }
  const start = out.length;
  emitEntries(out, item, `${indent}  `, comments, path);
  // Replaces the indentation of the first line by the space after the dash.
  out[start] = ' ';
}

function emitValue(
  out: string[],
  value: unknown,
  indent: string,
  comments: Comments | undefined,
  path: string,
): void {
  if (typeof value === 'object' && value !== null) {
    if (isEmpty(value)) {
      out.push(Array.isArray(value) ? ' []\n' : ' {}\n');
      return;
    }
    out.push('\n');
    // Sequences stand at their key's indentation, as kubectl and kustomize write them.
    emitEntries(out, value, Array.isArray(value) ? indent : `${indent}  `, comments, path);
    return;
  }
  out.push(' ', emitScalar(value, indent), '\n');
}

function emitScalar(value: unknown, indent: string): string {
  switch (typeof value) {
    case 'string':
      return value.includes('\n') ? emitText(value, indent) : emitString(value);
    case 'boolean':
      return String(value);
    case 'number':
      return emitNumber(value);
    default:
      if (value === null) return 'null';
      throw new InternalError(`cannot write a ${typeof value} as YAML`);
  }
}

function emitNumber(value: number): string {
  const text = String(value);
  // Without a dot, YAML 1.1 readers take an exponent for a string.
  if (/^-?\d+(?:\.\d+)?$/.test(text)) return text;
  throw new InternalError(`cannot write the number ${text} as YAML`);
}

// A word or sentence that starts with a letter or slash and holds no indicator a reader could act on.
const PLAIN = /^(?:[A-Za-z/]|--[a-z])(?:[A-Za-z0-9_./@=+()*-]|[:,](?=[^\s:,])| (?=[A-Za-z0-9(]))*$/;
// Quantities and durations: a number and a unit that is no exponent, base or special value for any reader.
const AMOUNT = /^\d+(?:[KMGTPE]i|ms|[smhd])$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

const PRINTABLE_ASCII = /^[ -~]*$/;

function emitString(text: string): string {
  return (PLAIN.test(text) && !RESERVED.test(text)) || AMOUNT.test(text) ? text : quote(text);
}

function quote(text: string): string {
  // JSON within a string reads better without a backslash before each quotation mark.
  if (PRINTABLE_ASCII.test(text) && text.includes('"') && !text.includes("'")) return `'${text}'`;
  // JSON's escapes are YAML's; beyond them, YAML readers stumble over other line ends, controls and marks.
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// Characters that a literal block cannot carry unchanged.
const UNSAFE_IN_BLOCK =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u00a0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/;

function emitText(text: string, indent: string): string {
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  // A leading blank or a second final line end would need indicators; quoting is as exact and rarer to misread.
  if (UNSAFE_IN_BLOCK.test(text) || /^[\s]|\n$/.test(body) || body === '' || body.includes('\t'))
    return quote(text);
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${indent}  ${line}`));
  return `${text === body ? '|-' : '|'}\n${lines.join('\n')}`;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: object): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : Object.values(value).every((child) => child === undefined);
}
