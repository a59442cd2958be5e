import { Composer, type Document, isMap, isScalar, isSeq, LineCounter, type Node, type Pair } from 'yaml';
import { parsePointer, type Finding, type Position } from '@fleetwright/findings';
import { locateProblem, type YamlSource } from './problem.ts';
import { explainYamlError, type TextProblem } from './yaml-problems.ts';
import { readTokens } from './yaml-tokens.ts';
import { readValue } from './yaml-value.ts';

/** Largest file, in UTF-16 code units. */
export const MAX_TEXT = 1_048_576;

const MAX_FINDINGS = 20;

/** What a YAML file holds; `value` is undefined exactly when the text is not one readable document. */
export interface YamlFile {
  value: unknown;
  source: YamlSource;
  findings: Finding[];
}

/**
 * Reads one YAML 1.2 core document within bounds of size and depth: no anchors, aliases, merge keys, foreign
 * tags or repeated keys. What every string must satisfy (no invisible character, no secret) is checked too.
 */
export function readYaml(file: string, text: string): YamlFile {
  const source = new LazySource(file, text);
  const unreadable = (problems: TextProblem[]) => ({
    value: undefined,
    source,
    findings: distinct(problems).map((problem) => locateText(problem, file, text)),
  });
  const encoding = checkEncoding(text);
  if (encoding) return unreadable([encoding]);
  const { document, problems } = composeDocument(text, new LineCounter());
  if (!document) return unreadable(problems);
  const content = readValue(document.contents);
  if (content.textProblems.length > 0) return unreadable(content.textProblems);
  const findings = content.problems.slice(0, MAX_FINDINGS).map((problem) => locateProblem(problem, source));
  return { value: content.value, source, findings };
}

// One mistake of syntax is often reported several times.
function distinct(problems: readonly TextProblem[]): TextProblem[] {
  const first = problems.slice(0, MAX_FINDINGS);
  return first.filter(
    (problem, index) =>
      first.findIndex(({ offset, message }) => offset === problem.offset && message === problem.message) ===
      index,
  );
}

function checkEncoding(text: string): TextProblem | undefined {
  const at = (rule: string, message: string, fix: string) => ({ rule, offset: 0, message, fix });
  if (text.length > MAX_TEXT)
    return at(
      'input/too-large',
      `The file has ${text.length} characters; at most ${MAX_TEXT} are read.`,
      'Split it.',
    );
  if (/^(?:\ufffd\ufffd|\ufeff?[^\0]?\0)/.test(text))
    return at('input/encoding', 'The file is not UTF-8; it looks like UTF-16.', 'Save it as UTF-8.');
  if (text.startsWith('\ufeff'))
    return at('input/encoding', 'The file starts with a byte order mark.', 'Save it as UTF-8 without one.');
  return undefined;
}

/** Composes the one document of a text, or says why there is none. */
function composeDocument(
  text: string,
  lines: LineCounter,
): { document?: Document.Parsed; problems: TextProblem[] } {
  const { tokens, problems } = readTokens(text, lines);
  if (problems.length > 0) return { problems };
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    stringKeys: true,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const [document, second] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
  const errors = document?.errors.map(explainYamlError) ?? [];
  if (second) errors.push(secondDocument(second));
  if (errors.length > 0) return { problems: errors };
  return document?.contents && !isEmptyScalar(document.contents)
    ? { document, problems }
    : { problems: [EMPTY] };
}

const EMPTY: TextProblem = {
  rule: 'input/empty',
  offset: 0,
  message: 'The file is empty.',
  fix: 'Write apiVersion, kind, metadata and spec.',
};

function isEmptyScalar(node: Node): boolean {
  return isScalar(node) && node.value === null && !node.source;
}

function secondDocument({ range }: Document.Parsed): TextProblem {
  return {
    rule: 'input/multiple-documents',
    offset: range[0],
    message: 'A second document starts here; a file holds one.',
    fix: 'Move it to a file of its own, or remove the --- line.',
  };
}

function locateText(problem: TextProblem, file: string, text: string): Finding {
  const { rule, message, fix, related } = problem;
  return {
    rule,
    severity: 'error',
    message,
    file,
    ...positionIn(text, problem.offset),
    ...(related && { related: [{ file, ...positionIn(text, related.offset), message: related.message }] }),
    ...(fix !== undefined && { fix }),
  };
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Composes its document again at the first question: most files are never asked. */
class LazySource implements YamlSource {
  readonly path: string;
  readonly #text: string;
  #document?: Document.Parsed;
  #lines = new LineCounter();

  constructor(path: string, text: string) {
    this.path = path;
    this.#text = text;
  }

  locate(pointer: string): Position {
    const { node, pair } = this.#find(pointer);
    return this.#position(node ?? (pair?.key as Node | undefined));
  }

  locateKey(pointer: string): Position {
    const { node, pair } = this.#find(pointer);
    return this.#position((pair?.key as Node | undefined) ?? node);
  }

  scalarText(pointer: string): string | undefined {
    const { node, isExact } = this.#find(pointer);
    return isExact && isScalar(node) ? node.source : undefined;
  }

  #find(pointer: string): Found {
    this.#document ??= composeDocument(this.#text, this.#lines).document;
    return findNode(this.#document?.contents ?? undefined, parsePointer(pointer));
  }

  #position(node: Node | undefined): Position {
    const { line, col } = this.#lines.linePos(node?.range?.[0] ?? 0);
    return { line, column: col };
  }
}

interface Found {
  node?: Node;
  pair?: Pair;
  isExact: boolean;
}

// The deepest node that exists on the way.
function findNode(root: Node | undefined, segments: readonly string[]): Found {
  let found: Found = { node: root, isExact: true };
  for (const segment of segments) {
    const next = childOf(found.node, segment);
    if (next === undefined) return { ...found, isExact: false };
    found = next;
  }
  return found;
}

function childOf(node: Node | undefined, segment: string): Found | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === segment);
    return pair && { node: (pair.value as Node | null) ?? undefined, pair, isExact: true };
  }
  const item =
    isSeq(node) && /^\d+$/.test(segment) ? (node.items[Number(segment)] as Node | undefined) : undefined;
  return item && { node: item, isExact: true };
}
