import { readTokens, type Comment, type TextProblem, type Token } from './text-tokens.ts';

/** Comments around a field or a list item. */
export interface NodeComments {
  before: string[];
  trailing?: string;
}

/** `name: value` or `name { … }`. */
export interface FieldNode extends NodeComments {
  name: string;
  line: number;
  column: number;
  /** Only messages may be given without a colon. */
  hasColon: boolean;
  value: ValueNode;
}

/** One item of `[ … ]`. */
export interface ItemNode extends NodeComments {
  value: ScalarNode | MessageNode;
}

/** A number, word or string; adjacent strings are joined. */
export interface ScalarNode {
  kind: 'scalar';
  type: 'word' | 'number' | 'string';
  negative: boolean;
  text: string;
  bytes: readonly number[];
  line: number;
  column: number;
}

/** `{ … }`; `end` holds the comments before the closing brace. */
export interface MessageNode {
  kind: 'message';
  fields: FieldNode[];
  end: string[];
  line: number;
  column: number;
}

/** `[ … ]`; `end` holds the comments before the closing bracket. */
export interface ListNode {
  kind: 'list';
  items: ItemNode[];
  end: string[];
  line: number;
  column: number;
}

/** What may follow the name of a field. */
export type ValueNode = ScalarNode | MessageNode | ListNode;

/** The tree of a text, and the comments at its head that a blank line sets off. */
export interface TextTree {
  root: MessageNode;
  head: string[];
}

// The ModelConfig is less than ten levels deep.
const MAX_DEPTH = 32;

/** Reads protobuf text format into a tree, without a descriptor; stops at the first syntax error. */
export function readTextTree(
  text: string,
): { tree: TextTree; problem?: undefined } | { problem: TextProblem } {
  const { tokens, problem } = readTokens(text);
  const reader = new TreeReader(tokens);
  const head = takeHead(tokens[0]);
  const root = reader.readBlock(undefined, 0);
  // The tree of a broken token list ends early, so the reader's own complaint would be a consequence.
  const found = problem ?? reader.problem;
  return found ? { problem: found } : { tree: { root, head } };
}

// A licence or a note on the whole file is no comment on its first field.
function takeHead(first: Token | undefined): string[] {
  const comments = first?.comments ?? [];
  if (!first || first.kind === 'end') return [];
  const lines = [...comments.map(({ line }) => line), first.line];
  const gap = comments.findLastIndex((comment, index) => (lines[index + 1] ?? 0) > comment.line + 1);
  return textsOf(comments.splice(0, gap + 1));
}

class TreeReader {
  problem: TextProblem | undefined;
  private position = 0;
  private lastLine = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  /** The fields after `open`, or those of the whole text. */
  readBlock(open: Token | undefined, depth: number): MessageNode {
    const { line, column } = open ?? { line: 1, column: 1 };
    const close = open && (open.text === '{' ? '}' : '>');
    const fields: FieldNode[] = [];
    while (!this.at(close) && this.peek().kind !== 'end') fields.push(this.readField(depth));
    const end = textsOf(this.peek().comments);
    if (close !== undefined) this.expect(close, 'at the end of the block');
    return { kind: 'message', fields, end, line, column };
  }

  private readField(depth: number): FieldNode {
    const name = this.next();
    const before = textsOf(name.comments);
    if (name.kind !== 'word') this.fail(name, `Expected the name of a field, found ${shown(name)}.`);
    const hasColon = this.skip(':', before);
    const opens = this.at('{') || this.at('<') || this.at('[');
    if (!hasColon && !opens)
      this.fail(this.peek(), `Expected ":" or "{" after ${shown(name)}, found ${shown(this.peek())}.`);
    const value = this.at('[') ? this.readList(before, depth) : this.readSingle(before, depth);
    const trailing = this.takeTrailing();
    const separated = this.skip(',', before) || this.skip(';', before);
    return {
      name: name.text,
      line: name.line,
      column: name.column,
      hasColon,
      value,
      before,
      trailing: trailing ?? (separated ? this.takeTrailing() : undefined),
    };
  }

  private readList(before: string[], depth: number): ListNode {
    const open = this.next();
    before.push(...textsOf(open.comments));
    const items: ItemNode[] = [];
    while (!this.at(']') && this.peek().kind !== 'end') {
      const comments = textsOf(this.peek().comments);
      const value = this.readSingle([], depth);
      const trailing = this.takeTrailing();
      const more = this.skip(',', comments);
      items.push({ value, before: comments, trailing: trailing ?? (more ? this.takeTrailing() : undefined) });
      if (!more) break;
      if (this.at(']')) this.fail(this.peek(), 'Expected a value after ",", found "]".');
    }
    const end = textsOf(this.peek().comments);
    this.expect(']', 'at the end of the list');
    return { kind: 'list', items, end, line: open.line, column: open.column };
  }

  private readSingle(before: string[], depth: number): ScalarNode | MessageNode {
    const first = this.next();
    before.push(...textsOf(first.comments));
    if (first.text === '{' || first.text === '<') {
      if (depth >= MAX_DEPTH) this.fail(first, `Blocks are nested more than ${MAX_DEPTH} levels deep.`);
      return this.readBlock(first, depth + 1);
    }
    return this.readScalar(first, before);
  }

  private readScalar(first: Token, before: string[]): ScalarNode {
    const { line, column } = first;
    const negative = first.text === '-';
    const token = negative ? this.next() : first;
    if (token.kind === 'punctuation' || token.kind === 'end')
      this.fail(token, `Expected a value, found ${shown(token)}.`);
    if (negative && token.kind === 'string') this.fail(token, 'A string has no sign.');
    const bytes = [...(token.bytes ?? [])];
    let text = token.text;
    while (token.kind === 'string' && this.peek().kind === 'string') {
      const part = this.next();
      before.push(...textsOf(part.comments));
      for (const byte of part.bytes ?? []) bytes.push(byte);
      text += part.text;
    }
    return { kind: 'scalar', type: token.kind as ScalarNode['type'], negative, text, bytes, line, column };
  }

  // A comment on the line where something ends belongs to it.
  private takeTrailing(): string | undefined {
    const { comments } = this.peek();
    return comments[0]?.line === this.lastLine ? comments.shift()?.text : undefined;
  }

  private peek(): Token {
    return this.tokens[this.position] as Token;
  }

  private at(text: string | undefined): boolean {
    const token = this.peek();
    return token.kind === 'punctuation' && token.text === text;
  }

  private next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.position += 1;
    this.lastLine = token.line;
    return token;
  }

  private skip(text: string, before: string[]): boolean {
    if (!this.at(text)) return false;
    before.push(...textsOf(this.next().comments));
    return true;
  }

  private expect(text: string, where: string): void {
    const token = this.next();
    if (token.kind !== 'punctuation' || token.text !== text)
      this.fail(token, `Expected ${JSON.stringify(text)} ${where}, found ${shown(token)}.`);
  }

  // Only the first problem counts; going to the end makes every loop stop.
  private fail(token: Token, message: string): void {
    this.problem ??= {
      line: token.line,
      column: token.column,
      message,
      fix: 'Correct the syntax at this place.',
    };
    this.position = this.tokens.length - 1;
  }
}

function shown(token: Token): string {
  if (token.kind === 'end') return 'the end of the file';
  return token.kind === 'string' ? token.text : JSON.stringify(token.text);
}

function textsOf(comments: readonly Comment[]): string[] {
  return comments.map(({ text }) => text);
}
