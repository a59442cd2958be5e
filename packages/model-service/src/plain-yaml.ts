import { findSecret } from './suspicious-text.ts';

/** Longest text that is looked at, in characters: far below what the bounds of any file allow. */
const MAX_PLAIN_TEXT = 65_536;

/** Deepest nesting. */
const MAX_PLAIN_DEPTH = 24;

const PRINTABLE = /^[\n -~]*$/;
// What might be an address with credentials; the complete reader decides.
const USER_INFO_HINT = /:\/\/[^/@]{0,200}@/;

const KEY = /([A-Za-z][A-Za-z0-9_./-]{0,200}):(?= |$)/y;
const QUOTED = /'([^']*)'|"([^"\\]*)"/y;
// Starts with no indicator, and holds none that could end it or begin a comment.
const PLAIN = /-?[A-Za-z0-9/](?:[A-Za-z0-9_./@=+()*%-]|:(?=[A-Za-z0-9/])| (?=[A-Za-z0-9(]))*/y;
const BLANKS = / */y;
const END = /(?: +#.*| *)$/y;

/**
 * Reads YAML as specs are usually written: mappings and lists in block style or, on one line, in flow style; plain
 * words, whole numbers, decimals and quoted strings without escapes; comments. Undefined for everything else, be
 * it wrong, suspicious or just rarer, which a complete reader then looks at. It takes a tenth of that one's time.
 */
export function readPlainYaml(text: string): unknown {
  if (text.length > MAX_PLAIN_TEXT || !PRINTABLE.test(text)) return undefined;
  if (USER_INFO_HINT.test(text) || findSecret(text) !== undefined) return undefined;
  try {
    return new PlainReader(text).read();
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

// Thrown, as it may be found out at any depth; the same object, as a trace would cost more than the reading.
const NOT_PLAIN = new Error('not plain');

class PlainReader {
  /** Lines that hold more than blanks and a comment. */
  readonly #lines: string[];
  #line = 0;
  #column = 0;
  #depth = 0;

  constructor(text: string) {
    this.#lines = text.split('\n').filter((line) => !/^ *(?:#|$)/.test(line));
  }

  read(): unknown {
    const value = this.#readBlock(0);
    if (this.#line < this.#lines.length) throw NOT_PLAIN;
    return value;
  }

  /** A collection whose entries all start at one column. */
  #readBlock(indent: number): unknown {
    this.#descend();
    this.#column = indent;
    const block = this.#isAtItem() ? this.#readItems(indent) : this.#readFields(indent);
    this.#depth--;
    return block;
  }

  // From the first key, in front of which may stand a dash.
  #readFields(indent: number): object {
    const fields: Record<string, unknown> = {};
    do {
      this.#column = indent;
      const key = this.#readKey(fields);
      fields[key] = this.#isAtEnd() ? this.#readBelow(indent) : this.#readLast(indent);
    } while (this.#nextIndent() === indent && !this.#isAtItem());
    return fields;
  }

  #readItems(indent: number): unknown[] {
    const items: unknown[] = [];
    do {
      this.#column = indent + 1;
      this.#skipBlanks();
      items.push(this.#matches(KEY) ? this.#readBlock(this.#column) : this.#readLast(indent));
    } while (this.#nextIndent() === indent && this.#isAtItem());
    return items;
  }

  /** The block below a key; a list may stand at the key's own column. */
  #readBelow(indent: number): unknown {
    this.#line++;
    const below = this.#nextIndent();
    if (below > indent || (below === indent && this.#isAtItem())) return this.#readBlock(below);
    throw NOT_PLAIN;
  }

  /** The value that ends a line; a line below that is further right would continue it. */
  #readLast(indent: number): unknown {
    this.#skipBlanks();
    const value = this.#readInline();
    if (!this.#isAtEnd()) throw NOT_PLAIN;
    this.#line++;
    if (this.#nextIndent() > indent) throw NOT_PLAIN;
    return value;
  }

  #readInline(): unknown {
    switch (this.#lines[this.#line]?.[this.#column]) {
      case '{':
        return this.#readFlow('}', {} as Record<string, unknown>, (fields) => {
          const key = this.#readKey(fields);
          this.#skipBlanks();
          fields[key] = this.#readInline();
        });
      case '[':
        return this.#readFlow(']', [] as unknown[], (items) => items.push(this.#readInline()));
      case "'":
      case '"':
        return this.#take(QUOTED).slice(1, -1);
      default:
        return resolvePlain(this.#take(PLAIN));
    }
  }

  #readFlow<T>(close: '}' | ']', collection: T, readEntry: (collection: T) => void): T {
    this.#descend();
    this.#column++;
    this.#skipBlanks();
    while (!this.#skip(close)) {
      readEntry(collection);
      this.#skipBlanks();
      if (this.#skip(',')) this.#skipBlanks();
      else if (this.#lines[this.#line]?.[this.#column] !== close) throw NOT_PLAIN;
    }
    this.#depth--;
    return collection;
  }

  #readKey(fields: object): string {
    const key = this.#take(KEY).slice(0, -1);
    if (Object.hasOwn(fields, key) || NOT_A_WORD.test(key)) throw NOT_PLAIN;
    return key;
  }

  #descend(): void {
    if (++this.#depth > MAX_PLAIN_DEPTH) throw NOT_PLAIN;
  }

  /** Column at which the current line starts; -1 behind the last line. */
  #nextIndent(): number {
    const line = this.#lines[this.#line];
    this.#column = line === undefined ? -1 : line.search(/[^ ]/);
    return this.#column;
  }

  #isAtItem(): boolean {
    return this.#lines[this.#line]?.startsWith('- ', this.#column) === true;
  }

  #isAtEnd(): boolean {
    return this.#matches(END);
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#column;
    return pattern.test(this.#lines[this.#line] ?? '');
  }

  #take(pattern: RegExp): string {
    if (!this.#matches(pattern)) throw NOT_PLAIN;
    const taken = (this.#lines[this.#line] ?? '').slice(this.#column, pattern.lastIndex);
    this.#column = pattern.lastIndex;
    return taken;
  }

  #skip(mark: string): boolean {
    if (this.#lines[this.#line]?.[this.#column] !== mark) return false;
    this.#column++;
    return true;
  }

  #skipBlanks(): void {
    this.#take(BLANKS);
  }
}

const NOT_A_WORD = /^(?:true|false|null)$/i;
const WORD = /^[A-Za-z/]/;
const NUMBER = /^(?:0|-?[1-9]\d{0,14}|-?\d{1,9}\.\d{1,6})$/;
// Such as a size, a duration or a digest: no number in any notation.
const AMOUNT = /^(?!0[xo])\d.*[A-DF-Za-df-z]/;

function resolvePlain(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (NUMBER.test(text)) return Number(text);
  if ((WORD.test(text) && !NOT_A_WORD.test(text)) || AMOUNT.test(text)) return text;
  throw NOT_PLAIN;
}
