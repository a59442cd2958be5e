import { InternalError } from '@fleetwright/findings';
import { plantComments, type Comments, type CommentTree } from './comment-tree.ts';
import type { BuiltResource } from './resource.ts';

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
  return emitEntries(value, { indent: '', lead: '', comments: plantComments(comments) });
}

/** Where a value stands. */
interface Place {
  indent: string;
  /** What the first line of a mapping begins with: the indentation, or the space after a dash. */
  lead: string;
  /** Comments below it. */
  comments: CommentTree | undefined;
}

// Either a mapping or a sequence, as lines at the given indentation. Adding up strings is faster than collecting
// and joining them, and literal places are faster than spread ones.
function emitEntries(value: object, place: Place): string {
  return Array.isArray(value) ? emitItems(value, place) : emitFields(value as Record<string, unknown>, place);
}

function emitFields(mapping: Record<string, unknown>, place: Place): string {
  const { indent } = place;
  let { lead } = place;
  let text = '';
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    if (value === undefined) continue;
    const comments = place.comments?.below.get(key);
    if (comments?.comment !== undefined) {
      text += `${lead}# ${comments.comment}\n`;
      lead = indent;
    }
    text += `${lead}${emitKey(key)}:${emitValue(value, { indent, lead: indent, comments })}`;
    lead = indent;
  }
  return text;
}

function emitItems(items: readonly unknown[], place: Place): string {
  const { indent } = place;
  let text = '';
  for (const [index, item] of items.entries()) {
    const comments = place.comments?.below.get(String(index));
    if (comments?.comment !== undefined) text += `${indent}# ${comments.comment}\n`;
    text += `${indent}-${emitItem(item, { indent, lead: indent, comments })}`;
  }
  return text;
}

function emitItem(item: unknown, place: Place): string {
  const { comments } = place;
  const indent = `${place.indent}  `;
  // The first key of a mapping stands on the line of its dash.
  if (isMapping(item) && !isEmpty(item)) return emitEntries(item, { indent, lead: ' ', comments });
  // A text block stands two columns from the dash, a nested sequence likewise.
  return emitValue(item, Array.isArray(item) ? { indent, lead: indent, comments } : place);
}

function emitValue(value: unknown, place: Place): string {
  if (typeof value !== 'object' || value === null) return ` ${emitScalar(value, place.indent)}\n`;
  if (isEmpty(value)) return Array.isArray(value) ? ' []\n' : ' {}\n';
  // Sequences stand at their key's indentation, as kubectl and kustomize write them.
  if (Array.isArray(value)) return `\n${emitItems(value, place)}`;
  const indent = `${place.indent}  `;
  return `\n${emitEntries(value, { indent, lead: indent, comments: place.comments })}`;
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

// Field names are few and recur in every resource.
const emittedKeys = new Map<string, string>();
const MAX_EMITTED_KEYS = 1000;

function emitKey(key: string): string {
  const known = emittedKeys.get(key);
  if (known !== undefined) return known;
  const emitted = emitString(key);
  if (emittedKeys.size < MAX_EMITTED_KEYS) emittedKeys.set(key, emitted);
  return emitted;
}

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
  if (
    UNSAFE_IN_BLOCK.test(text) ||
    /^\s/.test(body) ||
    body.endsWith('\n') ||
    body === '' ||
    body.includes('\t')
  )
    return quote(text);
  // Empty lines stay empty.
  const lines = body.replaceAll(/\n(?!\n)/g, `\n${indent}  `);
  return `${text === body ? '|-' : '|'}\n${indent}  ${lines}`;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: object): boolean {
  return Array.isArray(value)
    ? value.length === 0
    : Object.values(value).every((child) => child === undefined);
}
