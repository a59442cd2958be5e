import { InternalError } from '@fleetwright/findings';
import { plantComments, type Comments, type CommentTree } from './comment-tree.ts';
import type { BuiltResource } from './resource.ts';

/**
 * Writes resources as one multi-document manifest, each under a comment that names its builder.
 */
export function emitManifest(resources: readonly BuiltResource[]): string {
  let text = '';
  for (const { builder, resource, comments } of resources) {
    if (text !== '') text += '---\n';
    text += `# ${builder}\n${emitYaml(resource, comments)}`;
  }
  return text;
}

/**
 * Writes a plain object as block YAML that YAML 1.1 and 1.2 readers read alike. Keys keep their order, undefined
 * values are left out, strings are quoted unless no reader can take them for something else.
 *
 * General libraries leave `on`, `12:30` or `1_000` unquoted, which the readers of Kubernetes tools misread, and
 * take ten times as long; the property tests compare this with both kinds of readers.
 */
export function emitYaml(value: object, comments?: Comments): string {
  return isEmpty(value) ? '' : `${emitBlock(value, '\n', plantComments(comments))}\n`;
}

// Either a mapping or a sequence as block lines. `line` is what starts each of them, a line end and the indentation;
// the first line is left for the caller to start: it may stand behind a dash. Adding up strings is faster than
// collecting and joining them.
function emitBlock(value: object, line: string, comments: CommentTree | undefined): string {
  return Array.isArray(value)
    ? emitItems(value, line, comments)
    : emitFields(value as Record<string, unknown>, line, comments);
}

function emitFields(
  mapping: Record<string, unknown>,
  line: string,
  comments: CommentTree | undefined,
): string {
  let text = '';
  for (const key of Object.keys(mapping)) {
    const value = mapping[key];
    if (value === undefined) continue;
    const below = comments?.below.get(key);
    if (text !== '') text += line;
    if (below?.comment !== undefined) text += `# ${below.comment}${line}`;
    text += emitKey(key) + emitValue(value, line, below);
  }
  return text;
}

function emitItems(items: readonly unknown[], line: string, comments: CommentTree | undefined): string {
  let text = '';
  for (let index = 0; index < items.length; index++) {
    const below = comments?.below.get(String(index));
    if (index > 0) text += line;
    if (below?.comment !== undefined) text += `# ${below.comment}${line}`;
    text += `-${emitItem(items[index], line, below)}`;
  }
  return text;
}

function emitItem(item: unknown, line: string, comments: CommentTree | undefined): string {
  // The first key of a mapping stands on the line of its dash.
  if (isMapping(item) && !isEmpty(item)) return ` ${emitBlock(item, `${line}  `, comments)}`;
  // A text block stands two columns from the dash, a nested sequence likewise.
  return emitValue(item, Array.isArray(item) ? `${line}  ` : line, comments);
}

function emitValue(value: unknown, line: string, comments: CommentTree | undefined): string {
  if (typeof value === 'string')
    return ` ${value.includes('\n') ? emitText(value, line) : emitString(value)}`;
  if (typeof value !== 'object' || value === null) return ` ${emitScalar(value)}`;
  if (isEmpty(value)) return Array.isArray(value) ? ' []' : ' {}';
  // Sequences stand at their key's indentation, as kubectl and kustomize write them.
  const start = Array.isArray(value) ? line : `${line}  `;
  return start + emitBlock(value, start, comments);
}

function emitScalar(value: unknown): string {
  switch (typeof value) {
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
  const emitted = `${emitString(key)}:`;
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

function emitText(text: string, line: string): string {
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
  const lines = body.replaceAll(/\n(?!\n)/g, `${line}  `);
  return `${text === body ? '|-' : '|'}${line}  ${lines}`;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEmpty(value: object): boolean {
  if (Array.isArray(value)) return value.length === 0;
  for (const key in value) {
    if ((value as Record<string, unknown>)[key] !== undefined) return false;
  }
  return true;
}
