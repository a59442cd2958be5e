import { appendPointer, parsePointer } from '@fleetwright/findings';
import type { ConfigComments } from '@fleetwright/triton-config';
import { scalarText } from './scalar-text.ts';

/** Comments around the value at a JSON pointer. */
export type CommentsByPointer = Readonly<Record<string, ConfigComments>>;

/** The kinds of hand-written files, as their schemas are called. */
export type InputKind = 'model-service' | 'cluster' | 'environment' | 'image-lock';

// An editor with a YAML language server completes and checks the file.
function header(kind: InputKind): string {
  return `# yaml-language-server: $schema=../../node_modules/@fleetwright/model-service/schemas/${kind}.schema.json\n`;
}

/** Line length of the workspace's formatter. */
const MAX_WIDTH = 110;

// These hold what people go on to write: one field a line, however short they are.
const ALWAYS_BLOCK = new RegExp(
  `^(?:${[
    '',
    '/metadata',
    '/spec(?:/triton|/models)?',
    '/spec/models/\\d+(?:/config|/versions(?:/\\d+(?:/artifacts(?:/\\d+)?)?)?)?',
    '/spec/(?:nodePools|modelStores|images)(?:/[^/]+)?',
  ].join('|')})$`,
);

/**
 * Writes a hand-written file as a person would: short leaf values on one line, everything else one field a line, and
 * each comment beside the field it belongs to. The formatter leaves the result as it is.
 */
export function formatInput(kind: InputKind, file: object, comments: CommentsByPointer): string {
  return (
    header(kind) + blockLines(file, '', { comments: liftEnds(file, comments), indent: 0 }).join('\n') + '\n'
  );
}

/** The lines of a structure that starts at a column: one field or item a line, nested values as they fit. */
export function formatLines(value: object, indent: number): string[] {
  return blockLines(value, '', { comments: {}, indent });
}

// Only what has lines can end with a comment: one inside anything else stands before it.
function liftEnds(file: object, comments: CommentsByPointer): CommentsByPointer {
  return Object.fromEntries(
    Object.entries(comments).map(([pointer, { before = [], trailing, end = [] }]) => {
      const value = valueAt(file, pointer);
      const hasLines = typeof value === 'object' && value !== null && fieldsOf(value).length > 0;
      return [pointer, hasLines ? { before, trailing, end } : { before: [...before, ...end], trailing }];
    }),
  );
}

function valueAt(file: object, pointer: string): unknown {
  return parsePointer(pointer).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], file);
}

interface Context {
  comments: CommentsByPointer;
  /** Columns in front of the value. */
  indent: number;
}

function blockLines(value: object, pointer: string, context: Context): string[] {
  const lines = Array.isArray(value)
    ? value.flatMap((item, index) => itemLines(item, appendPointer(pointer, index), context))
    : fieldsOf(value).flatMap(([key, child]) =>
        entryLines(key, child, { ...context, pointer: appendPointer(pointer, key) }),
      );
  return [...lines, ...commentLines(context.comments[pointer]?.end)];
}

function entryLines(key: string, value: unknown, context: Context & { pointer: string }): string[] {
  const { comments, indent, pointer } = context;
  const name = `${scalarText(key)}:`;
  const inline = inlineText(value, pointer, { comments, indent: indent + name.length + 1 });
  if (inline !== undefined) return withComments(`${name} ${inline}`, pointer, context);
  const nested = blockLines(value as object, pointer, { comments, indent: indent + 2 });
  return [...withComments(name, pointer, context), ...nested.map((line) => `  ${line}`)];
}

function itemLines(value: unknown, pointer: string, { comments, indent }: Context): string[] {
  const inline = inlineText(value, pointer, { comments, indent: indent + 2 });
  if (inline !== undefined) return withComments(`- ${inline}`, pointer, { comments, indent });
  const nested = blockLines(value as object, pointer, { comments, indent: indent + 2 });
  // A comment on the first field reads as one on the item.
  const first = nested.findIndex((line) => !line.startsWith('#'));
  const { before, trailing } = comments[pointer] ?? {};
  return [
    ...commentLines([...(before ?? []), ...(trailing === undefined ? [] : [trailing])]),
    ...nested.slice(0, first),
    ...nested.slice(first).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`),
  ];
}

/** A line with the comments before and behind it; one that grows too long is preceded by both. */
function withComments(line: string, pointer: string, { comments, indent }: Context): string[] {
  const { before = [], trailing } = comments[pointer] ?? {};
  if (trailing === undefined) return [...commentLines(before), line];
  const full = `${line} ${commentLine(trailing)}`;
  return indent + full.length <= MAX_WIDTH
    ? [...commentLines(before), full]
    : [...commentLines([...before, trailing]), line];
}

/** The value on one line, or undefined when it needs several. */
function inlineText(value: unknown, pointer: string, { comments, indent }: Context): string | undefined {
  if (typeof value !== 'object' || value === null) return scalarText(value);
  if ((ALWAYS_BLOCK.test(pointer) && fieldsOf(value).length > 0) || hasCommentsInside(comments, pointer))
    return undefined;
  // A list of several structures reads better with one item a line.
  if (Array.isArray(value) && value.length > 1 && value.some((item) => typeof item === 'object'))
    return undefined;
  if (depthOf(value) > 3) return undefined;
  const text = formatFlow(value);
  return indent + text.length <= MAX_WIDTH ? text : undefined;
}

function hasCommentsInside(comments: CommentsByPointer, pointer: string): boolean {
  if ((comments[pointer]?.end ?? []).length > 0) return true;
  return Object.keys(comments).some((other) => other.startsWith(`${pointer}/`));
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** A value on one line, in flow style. */
export function formatFlow(value: unknown): string {
  if (typeof value !== 'object' || value === null) return scalarText(value);
  if (Array.isArray(value)) return `[${value.map(formatFlow).join(', ')}]`;
  const fields = fieldsOf(value).map(([key, child]) => `${scalarText(key)}: ${formatFlow(child)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}

function fieldsOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, child]) => child !== undefined);
}

function commentLines(texts: readonly string[] = []): string[] {
  return texts.map(commentLine);
}

function commentLine(text: string): string {
  return text === '' ? '#' : `# ${visible(text)}`;
}

// What no reader shows is written out: a comment may end no line and hide nothing.
function visible(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
