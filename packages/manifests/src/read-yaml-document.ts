import { loadAll, YAMLException, type LoadOptions } from 'js-yaml';
import { findOddKey } from './find-odd-key.ts';
import { KUBERNETES_SCHEMA } from './kubernetes-schema.ts';

/** Why a document cannot be read. */
export interface DocumentProblem {
  rule: 'manifest/yaml-syntax' | 'manifest/template' | 'manifest/too-large';
  message: string;
  fix: string;
  /** Lines below the first of the document. */
  line: number;
}

/** The values of a document, empty ones left out; more than one where it holds a `...` line. */
export interface YamlValues {
  values: unknown[];
  problem?: DocumentProblem;
}

/** Most levels of maps and lists in each other; Kubernetes' own types have about 20. */
const MAX_DEPTH = 100;

/** Most values of a document with aliases, each alias counted with all that it stands for. */
const MAX_VALUES = 500_000;

// The types of js-yaml do not know of the newest option.
const OPTIONS: LoadOptions & { maxDepth: number } = { schema: KUBERNETES_SCHEMA, maxDepth: MAX_DEPTH };

/** Reads the text of one document as Kubernetes reads it. */
export function readYamlDocument(text: string): YamlValues {
  try {
    const loaded = loadLenient(text);
    const values = loaded.filter((value) => value !== null && value !== undefined);
    const excess = text.includes('*') ? findExcess(values) : undefined;
    const problem = excess ?? describeOddKey(text, values);
    return problem === undefined ? { values } : { values: [], problem };
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    return { values: [], problem: describeSyntax(text, error) };
  }
}

/** Closing brackets that are set further in at most: each costs a reading of the document. */
const MAX_REPAIRS = 32;

// Kubernetes' reader takes a closing bracket at the indentation of the key before it; js-yaml asks for more.
function loadLenient(text: string): unknown[] {
  let repaired = text;
  for (let repairs = 0; ; repairs++) {
    try {
      return loadAll(repaired, null, OPTIONS);
    } catch (error) {
      const indented = repairs < MAX_REPAIRS ? indentBracket(repaired, error) : undefined;
      if (indented === undefined) throw error;
      repaired = indented;
    }
  }
}

function indentBracket(text: string, error: unknown): string | undefined {
  if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation') return undefined;
  const lines = text.split('\n');
  const line = error.mark?.line ?? 0;
  if (!/^ *[\]}]/.test(lines[line] ?? '')) return undefined;
  lines[line] = ` ${lines[line]}`;
  return lines.join('\n');
}

const TEMPLATE =
  /\{\{-?\s*(?:\.|\$|\/\*|if\b|else\b|end\b|with\b|range\b|include\b|define\b|template\b|toYaml\b)/;

function describeOddKey(text: string, values: unknown): DocumentProblem | undefined {
  const line = findOddKey(text, values);
  return line === undefined ? undefined : describeProblem(text, 'a key is a map, a list or null', line);
}

// What ends too early is said of the line below the last.
function describeSyntax(text: string, { reason, mark }: YAMLException): DocumentProblem {
  const last = text.trimEnd().split('\n').length - 1;
  return describeProblem(text, reason, Math.min(mark?.line ?? 0, last));
}

function describeProblem(text: string, reason: string, line: number): DocumentProblem {
  const template = TEMPLATE.exec(text);
  if (template !== null)
    return {
      rule: 'manifest/template',
      line: text.slice(0, template.index).split('\n').length - 1,
      message: 'This is a template of a Helm chart, not a manifest.',
      fix: 'Render it with helm template and give the output.',
    };
  const message = `Kubernetes cannot read this document: ${reason}.`;
  return { rule: 'manifest/yaml-syntax', line, message, fix: 'Correct the YAML syntax.' };
}

// An alias is one value in memory, met again at each place: only walking shows what others would make of it.
function findExcess(values: unknown[]): DocumentProblem | undefined {
  const stack: { value: unknown; depth: number }[] = [{ value: values, depth: 0 }];
  for (let count = 0; stack.length > 0; count++) {
    const { value, depth } = stack.pop()!;
    if (count > MAX_VALUES || depth > MAX_DEPTH + 1)
      return {
        rule: 'manifest/too-large',
        line: 0,
        message: `With its aliases written out, the document has more than ${MAX_VALUES} values or ${MAX_DEPTH} levels.`,
        fix: 'Write it without aliases, or split it.',
      };
    if (typeof value !== 'object' || value === null) continue;
    for (const item of Object.values(value)) stack.push({ value: item, depth: depth + 1 });
  }
  return undefined;
}
