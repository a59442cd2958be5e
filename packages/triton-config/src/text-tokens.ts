/** A token of protobuf text format. `comments` stand before it. Positions are 1-based. */
export interface Token {
  kind: 'word' | 'number' | 'string' | 'punctuation' | 'end';
  /** As written. */
  text: string;
  /** The bytes that a string stands for. */
  bytes?: number[];
  line: number;
  column: number;
  comments: Comment[];
}

/** A comment without its `#` and the blanks around it. */
export interface Comment {
  text: string;
  line: number;
}

/** A place that cannot be read, and why. */
export interface TextProblem {
  line: number;
  column: number;
  message: string;
  fix: string;
}

const BLANK = /[ \t\v\f\r]+/y;
const COMMENT = /#[^\n]*/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /0[xX][0-9A-Fa-f]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[fF]?/y;
const PUNCTUATION = /[{}<>:[\],;-]/y;
// One step of a string: plain characters or one escape.
const STRING_STEP =
  /[^\\"'\n]+|["']|\\(?:[abfnrtv?\\'"]|[0-7]{1,3}|[xX][0-9A-Fa-f]{1,2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})/y;

const ESCAPES: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const encoder = new TextEncoder();

/** Splits a text into tokens; the last one has kind `end`. Reading stops at the first problem. */
export function readTokens(text: string): { tokens: Token[]; problem?: TextProblem } {
  const tokens: Token[] = [];
  let comments: Comment[] = [];
  let position = 0;
  let line = 1;
  let lineStart = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) position += found.length;
    return found;
  };
  const add = (kind: Token['kind'], start: number, bytes?: number[]): void => {
    tokens.push({
      kind,
      text: text.slice(start, position),
      bytes,
      line,
      column: start - lineStart + 1,
      comments,
    });
    comments = [];
  };
  const stop = (message: string, fix: string) => {
    const problem = { line, column: position - lineStart + 1, message, fix };
    position = text.length;
    add('end', position);
    return { tokens, problem };
  };

  while (position < text.length) {
    const start = position;
    const character = text.charAt(position);
    if (character === '\n') {
      position += 1;
      line += 1;
      lineStart = position;
    } else if (match(BLANK) !== undefined) {
      continue;
    } else if (character === '#') {
      comments.push({ text: (match(COMMENT) ?? '').slice(1).trim(), line });
    } else if (character === '"' || character === "'") {
      position += 1;
      const bytes: number[] = [];
      let step = match(STRING_STEP);
      while (step !== undefined && step !== character) {
        appendBytes(bytes, step);
        step = match(STRING_STEP);
      }
      if (step === undefined) return stop(...stringProblem(text.charAt(position)));
      add('string', start, bytes);
    } else if (match(WORD) !== undefined) {
      add('word', start);
    } else if (match(NUMBER) !== undefined) {
      if (match(WORD) !== undefined) {
        const found = text.slice(start, position);
        position = start;
        return stop(`${JSON.stringify(found)} is not a number.`, 'Separate the number from the name.');
      }
      add('number', start);
    } else if (match(PUNCTUATION) !== undefined) {
      add('punctuation', start);
    } else {
      return stop(...characterProblem(character));
    }
  }
  add('end', position);
  return { tokens };
}

function appendBytes(bytes: number[], step: string): void {
  if (!step.startsWith('\\')) {
    for (const byte of encoder.encode(step)) bytes.push(byte);
    return;
  }
  const letter = step.charAt(1);
  if (/[0-7]/.test(letter)) bytes.push(Number.parseInt(step.slice(1), 8) & 255);
  else if (letter === 'x' || letter === 'X') bytes.push(Number.parseInt(step.slice(2), 16));
  else if (letter === 'u' || letter === 'U')
    bytes.push(...codePointBytes(Number.parseInt(step.slice(2), 16)));
  else bytes.push(ESCAPES[letter] ?? letter.charCodeAt(0));
}

// 0xFF is no byte of UTF-8, so that an impossible code point makes the string invalid.
function codePointBytes(code: number): Uint8Array | number[] {
  const impossible = code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return impossible ? [0xff] : encoder.encode(String.fromCodePoint(code));
}

function stringProblem(character: string): [string, string] {
  if (character === '\\') return ['The string has an unknown escape.', 'Write a backslash as \\\\.'];
  return [
    'The string does not end on its line.',
    'Close it with the quote it began with; write a line end as \\n.',
  ];
}

function characterProblem(character: string): [string, string] {
  if (character === '$')
    return ['Unexpected character "$".', 'Fill in the placeholder: Triton reads the file as it is.'];
  if (character === '\ufeff')
    return ['The file starts with a byte order mark.', 'Save it as UTF-8 without one.'];
  return [
    `Unexpected character ${JSON.stringify(character)}.`,
    'Remove it, or quote the string it belongs to.',
  ];
}
