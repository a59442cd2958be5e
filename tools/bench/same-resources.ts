import { load } from 'js-yaml';

/** Checks that two multi-document texts hold the same resources, in whatever order; throws otherwise. */
export function verifySameResources(expected: string, found: string): number {
  const wanted = splitDocuments(expected);
  const rest = countTexts(splitDocuments(found));
  // What is the same text need not be parsed.
  const missing = wanted.filter((text) => !takeText(rest, text));
  const left = [...rest].flatMap(([text, count]) => Array<string>(count).fill(text));
  const unexpected = new Set(left.map(canonical));
  if (left.length !== missing.length || !missing.every((text) => unexpected.has(canonical(text)))) {
    throw new Error(
      `Helm renders other resources: ${missing.length} are missing, ${left.length} unexpected.`,
    );
  }
  return wanted.length;
}

// Helm names the template of each document in a comment of its own.
function splitDocuments(text: string): string[] {
  return text
    .split(/^---\n/m)
    .map((document) => document.replaceAll(/^#.*\n/gm, '').trim())
    .filter((document) => document !== '');
}

function countTexts(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function takeText(counts: Map<string, number>, text: string): boolean {
  const count = counts.get(text) ?? 0;
  if (count === 1) counts.delete(text);
  else if (count > 1) counts.set(text, count - 1);
  return count > 0;
}

function canonical(text: string): string {
  return JSON.stringify(sortKeys(load(text)));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sortKeys(child)]));
}
