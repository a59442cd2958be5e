import { parser } from '@prometheus-io/lezer-promql';

/** One label matcher of a selector. */
export interface Matcher {
  label: string;
  /** `=`, `!=`, `=~` or `!~`. */
  op: string;
  value: string;
}

/** One selector of series. */
export interface Selector {
  /** Name of the metric, however it is written; empty where matchers alone select. */
  metric: string;
  matchers: readonly Matcher[];
  /** Functions and aggregations around it, the innermost first. */
  calls: readonly string[];
  /** It is the divisor of a division, or a part of it. */
  divides: boolean;
}

/** What rules ask of a query. */
export interface Promql {
  selectors: readonly Selector[];
  /** Its value is a quotient, whatever filters it. */
  isRatio: boolean;
  /** Some divisor is taken from rates and nothing keeps it from being zero. */
  hasZeroDivisor: boolean;
  /** A condition with a comparison decides whether there is a value at all. */
  isGated: boolean;
}

/** A query, or the place at which it stops being one. */
export type ParsedPromql = { query: Promql } | { errorAt: number };

/** Longer texts are left to Prometheus' own checker. */
const MAX_LENGTH = 20_000;
const MAX_CACHED = 5_000;
const NEAREST_CALLS = 8;

/**
 * Reads a query in the language of https://prometheus.io/docs/prometheus/latest/querying/basics/, once its
 * placeholders have been filled in; undefined when it is too long.
 */
export function parsePromql({ code, literals }: PromqlText): ParsedPromql | undefined {
  if (code.length > MAX_LENGTH) return undefined;
  const parsed = parseCode(code);
  if ('errorAt' in parsed) return parsed;
  const { selectors, ...rest } = parsed.query;
  return { query: { ...rest, selectors: selectors.map((selector) => fillIn(selector, literals)) } };
}

/** A query whose string literals are set apart: services differ in them, and placeholders in them are harmless. */
export interface PromqlText {
  /** The query with the number of each literal in its place. */
  code: string;
  literals: readonly string[];
}

/** Takes comments and string literals out of a query. */
export function splitLiterals(text: string): PromqlText {
  const literals: string[] = [];
  const code = text.replace(TOKEN, (token) => {
    if (token.startsWith('#')) return '';
    const quote = token[0]!;
    if (token.length < 2 || !token.endsWith(quote)) return token;
    literals.push(token.slice(1, -1).replace(/\\(.)/gs, '$1'));
    return `"${literals.length - 1}"`;
  });
  return { code, literals };
}

// The last alternative takes a quotation without an end as a whole, so that it is looked at once.
const TOKEN = /#[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|["'`][^]*/g;

function fillIn(selector: Selector, literals: readonly string[]): Selector {
  const matchers = selector.matchers.map((matcher) => ({
    ...matcher,
    value: literals[Number(matcher.value)] ?? '',
  }));
  const named = matchers.find(({ label, op }) => label === '__name__' && op === '=');
  const metric = /^\d+$/.test(selector.metric) ? (literals[Number(selector.metric)] ?? '') : selector.metric;
  return { ...selector, matchers, metric: metric === '' ? (named?.value ?? '') : metric };
}

// Queries of services are alike but for their literals.
const CACHE = new Map<string, ParsedPromql>();

function parseCode(code: string): ParsedPromql {
  const known = CACHE.get(code);
  if (known !== undefined) return known;
  if (CACHE.size >= MAX_CACHED) CACHE.clear();
  const parsed = readTree(code);
  CACHE.set(code, parsed);
  return parsed;
}

/** A node of the syntax tree on the way to its parent. */
interface Frame {
  name: string;
  text: string;
  children: Frame[];
  /** Name of the function or aggregation that a call calls. */
  call?: string;
  compares: boolean;
  readsRates: boolean;
  /** A function that gives a least value, or an alternative. */
  bounded: boolean;
}

const COMPARISONS = new Set(['Gtr', 'Gte', 'Lss', 'Lte', 'Neq', 'Eql']);
const RATES = new Set(['rate', 'irate', 'increase']);
const BOUNDS = new Set(['clamp_min', 'clamp', 'absent', 'vector', 'time', 'scalar']);

/** Trees of hostile texts are deep: nothing here recurses. */
function readTree(code: string): ParsedPromql {
  const reader = new TreeReader(code);
  parser.parse(code).iterate({
    enter: ({ name, type, from, to }) => reader.enter({ name, isError: type.isError, from, to }),
    leave: () => reader.leave(),
  });
  return reader.result();
}

class TreeReader {
  readonly #stack: Frame[] = [];
  readonly #selectors: { frame: Frame; calls: string[]; divides: boolean }[] = [];
  readonly #code: string;
  #errorAt: number | undefined;
  #root: Frame | undefined;
  #divisors = 0;
  #hasZeroDivisor = false;
  #isGated = false;

  constructor(code: string) {
    this.#code = code;
  }

  enter({ name, isError, from, to }: { name: string; isError: boolean; from: number; to: number }): void {
    if (isError) this.#errorAt ??= from;
    const text = this.#code.slice(from, Math.min(to, from + 200));
    const frame: Frame = { name, text, children: [], compares: false, readsRates: false, bounded: false };
    if (name === 'VectorSelector') this.#addSelector(frame);
    const parent = this.#stack.at(-1);
    if (parent?.name === 'BinaryExpr' && name === 'Div') this.#divisors++;
    this.#stack.push(frame);
  }

  leave(): void {
    const frame = this.#stack.pop()!;
    const parent = this.#stack.at(-1);
    this.#judge(frame);
    if (parent === undefined) this.#root = frame;
    else {
      parent.children.push(frame);
      parent.compares ||= frame.compares;
      parent.readsRates ||= frame.readsRates;
      parent.bounded ||= frame.bounded;
      if (frame.name === 'FunctionIdentifier' || frame.name === 'AggregateOp') parent.call = frame.text;
    }
  }

  result(): ParsedPromql {
    if (this.#errorAt !== undefined) return { errorAt: this.#errorAt };
    return {
      query: {
        selectors: this.#selectors.map(({ frame, calls, divides }) => ({
          ...toSelector(frame),
          calls,
          divides,
        })),
        isRatio: isRatio(this.#root),
        hasZeroDivisor: this.#hasZeroDivisor,
        isGated: this.#isGated,
      },
    };
  }

  #addSelector(frame: Frame): void {
    const calls: string[] = [];
    for (let at = this.#stack.length - 1; at >= 0 && calls.length < NEAREST_CALLS; at--) {
      const { call } = this.#stack[at]!;
      if (call !== undefined) calls.push(call);
      // A hostile text nests parentheses without a call.
      if (this.#stack.length - at > 64) break;
    }
    this.#selectors.push({ frame, calls, divides: this.#divisors > 0 });
  }

  #judge(frame: Frame): void {
    if (frame.call !== undefined) {
      frame.readsRates ||= RATES.has(frame.call);
      frame.bounded ||= BOUNDS.has(frame.call);
    }
    if (frame.name !== 'BinaryExpr') return;
    const [, operator, ...rest] = frame.children;
    const right = rest.at(-1);
    if (operator === undefined || right === undefined) return;
    if (COMPARISONS.has(operator.name)) frame.compares = true;
    if (operator.name === 'Or') frame.bounded = true;
    if (operator.name === 'Div') {
      this.#divisors--;
      if (right.readsRates && !right.compares && !right.bounded) this.#hasZeroDivisor = true;
    }
    if (
      (operator.name === 'And' || operator.name === 'Unless') &&
      frame.children.some(({ compares }) => compares)
    )
      this.#isGated ||= right.compares;
  }
}

function toSelector({ text, children }: Frame): Pick<Selector, 'metric' | 'matchers'> {
  const identifier = children.find(({ name }) => name === 'Identifier')?.text;
  const list = children.find(({ name }) => name === 'LabelMatchers')?.children ?? [];
  const quoted = list.find(({ name }) => name === 'QuotedLabelName')?.text;
  return {
    metric: identifier ?? quoted?.replaceAll('"', '') ?? (text.startsWith('{') ? '' : text),
    matchers: list.flatMap(toMatcher),
  };
}

function toMatcher({ name, children }: Frame): Matcher[] {
  if (name !== 'UnquotedLabelMatcher') return [];
  const [label, op, value] = children;
  return [{ label: label?.text ?? '', op: op?.text ?? '', value: (value?.text ?? '').replaceAll('"', '') }];
}

const FILTERS = new Set([...COMPARISONS, 'And', 'Or', 'Unless', 'Mul', 'Div', 'Sub', 'Add']);

// The left side of a filter, of an alternative or of a scaling is the value.
function isRatio(root: Frame | undefined): boolean {
  let at = root?.children[0];
  while (at !== undefined) {
    if (at.name === 'ParenExpr') at = at.children[0];
    else if (at.name === 'BinaryExpr') {
      const [left, operator, ...rest] = at.children;
      const right = rest.at(-1);
      if (operator?.name === 'Div' && right?.name !== 'NumberDurationLiteral') return true;
      if (operator === undefined || !FILTERS.has(operator.name)) return false;
      at = left?.name === 'NumberDurationLiteral' ? right : left;
    } else return false;
  }
  return false;
}
