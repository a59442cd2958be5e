import { rememberTexts } from '../../graph/remember.ts';

/** Moves a set of positions in a text over a part of a pattern. */
type Advance = (text: string, from: ReadonlySet<number>) => Set<number>;

/** Steps after which a pattern is given up: time must not depend on how it is nested. */
const MAX_STEPS = 200_000;

/**
 * Whether a pattern of RE2 matches a whole text, as Envoy applies it; undefined for syntax that is not understood.
 * It follows sets of positions and never goes back. https://github.com/google/re2/wiki/Syntax
 */
export function matchesPattern(pattern: string, text: string): boolean | undefined {
  const matches = compile(pattern);
  if (matches === undefined) return undefined;
  try {
    return matches(text);
  } catch (error) {
    if (error instanceof TooManySteps) return undefined;
    throw error;
  }
}

class TooManySteps extends Error {}

const compile = rememberTexts((pattern) => new PatternParser(pattern).parse());

type IsChar = (char: string) => boolean;

const CLASSES: Readonly<Record<string, IsChar>> = {
  d: (char) => /[0-9]/.test(char),
  D: (char) => !/[0-9]/.test(char),
  w: (char) => /[0-9A-Za-z_]/.test(char),
  W: (char) => !/[0-9A-Za-z_]/.test(char),
  s: (char) => /\s/.test(char),
  S: (char) => !/\s/.test(char),
};

/** What every text that a pattern matches starts with: nearly all texts are done with it. */
function literalStart(pattern: string): string {
  if (pattern.includes('|')) return '';
  const [literal = ''] = /^[\w/-]*/.exec(pattern) ?? [];
  return '*?{'.includes(pattern[literal.length] ?? ' ') ? literal.slice(0, -1) : literal;
}

class PatternParser {
  readonly #pattern: string;
  #at = 0;
  #steps = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** What tells whether a whole text matches. */
  parse(): ((text: string) => boolean) | undefined {
    if (this.#pattern.length > 4096) return undefined;
    const advance = this.#alternatives();
    if (advance === undefined || this.#at < this.#pattern.length) return undefined;
    const start = literalStart(this.#pattern);
    return rememberTexts((text) => {
      this.#steps = 0;
      return text.startsWith(start) && advance(text, new Set([0])).has(text.length);
    });
  }

  #alternatives(): Advance | undefined {
    if (++this.#depth > 50) return undefined;
    const branches: Advance[] = [];
    do {
      const branch = this.#sequence();
      if (branch === undefined) return undefined;
      branches.push(branch);
    } while (this.#take('|'));
    this.#depth--;
    return (text, from) => {
      this.#count(branches.length * (from.size + 1));
      return new Set(branches.flatMap((branch) => [...branch(text, from)]));
    };
  }

  #sequence(): Advance | undefined {
    const parts: Advance[] = [];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#pattern[this.#at]!)) {
      const part = this.#repeated();
      if (part === undefined) return undefined;
      parts.push(part);
    }
    return (text, from) =>
      parts.reduce<Set<number>>((positions, part) => part(text, positions), new Set(from));
  }

  #repeated(): Advance | undefined {
    const atom = this.#atom();
    const range = this.#quantifier();
    if (atom === undefined || range === undefined) return atom;
    const [least, most] = range;
    this.#take('?');
    return least > 1000 ? undefined : this.#repeat(atom, least, most);
  }

  #quantifier(): [number, number] | undefined {
    if (this.#take('*')) return [0, Infinity];
    if (this.#take('+')) return [1, Infinity];
    if (this.#take('?')) return [0, 1];
    const [whole, least, comma, most] =
      /^\{(\d{1,4})(,?)(\d{0,4})\}/.exec(this.#pattern.slice(this.#at, this.#at + 12)) ?? [];
    if (whole === undefined) return undefined;
    this.#at += whole.length;
    return [Number(least), comma === '' ? Number(least) : most === '' ? Infinity : Number(most)];
  }

  #repeat(atom: Advance, least: number, most: number): Advance {
    return (text, from) => {
      let now = new Set(from);
      for (let count = 0; count < least && now.size > 0; count++) {
        this.#count(now.size);
        now = atom(text, now);
      }
      const reached = new Set(now);
      for (let count = least; count < most && now.size > 0; count++) {
        this.#count(now.size);
        now = new Set([...atom(text, now)].filter((position) => !reached.has(position)));
        for (const position of now) reached.add(position);
      }
      return reached;
    };
  }

  #atom(): Advance | undefined {
    const char = this.#pattern[this.#at++];
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '.':
        return this.#one((other) => other !== '\n');
      case '^':
        return (_text, from) => new Set([...from].filter((position) => position === 0));
      case '$':
        return (text, from) => new Set([...from].filter((position) => position === text.length));
      case '\\':
        return this.#escape();
      case undefined:
      case '*':
      case '+':
      case '?':
        return undefined;
      default:
        return this.#one((other) => other === char);
    }
  }

  #group(): Advance | undefined {
    if (this.#take('?') && !this.#take(':')) return undefined;
    const inner = this.#alternatives();
    return this.#take(')') ? inner : undefined;
  }

  #escape(): Advance | undefined {
    const test = this.#escaped();
    return test && this.#one(test);
  }

  #escaped(): IsChar | undefined {
    const char = this.#pattern[this.#at++];
    if (char === undefined) return undefined;
    const known = CLASSES[char];
    if (known !== undefined) return known;
    return /[0-9A-Za-z]/.test(char) ? undefined : (other) => other === char;
  }

  #class(): Advance | undefined {
    const negated = this.#take('^');
    const tests: IsChar[] = [];
    for (let first = true; first || this.#pattern[this.#at] !== ']'; first = false) {
      const test = this.#classItem();
      if (test === undefined) return undefined;
      tests.push(test);
    }
    this.#at++;
    return this.#one((char) => tests.some((test) => test(char)) !== negated);
  }

  #classItem(): IsChar | undefined {
    const low = this.#pattern[this.#at++];
    if (low === undefined || (low === '[' && this.#pattern[this.#at] === ':')) return undefined;
    if (low === '\\') return this.#escaped();
    const high = this.#pattern[this.#at + 1];
    if (this.#pattern[this.#at] !== '-' || high === undefined || high === ']') return (char) => char === low;
    this.#at += 2;
    return high === '\\' ? undefined : (char) => char >= low && char <= high;
  }

  #one(test: IsChar): Advance {
    return (text, from) => {
      this.#count(from.size + 1);
      return new Set([...from].filter((at) => at < text.length && test(text[at]!)).map((at) => at + 1));
    };
  }

  #count(steps: number): void {
    this.#steps += steps;
    if (this.#steps > MAX_STEPS) throw new TooManySteps();
  }

  #take(char: string): boolean {
    if (this.#pattern[this.#at] !== char) return false;
    this.#at++;
    return true;
  }
}
