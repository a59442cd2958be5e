import { isAlias, isCollection, isScalar, LineCounter, parseAllDocuments, visit, type Document } from 'yaml';

// What stands before the colon of a key that is no plain word: only where it is met, the document is read again.
const SUSPICIOUS = /[\]}]["']?\s*:|(?:null|Null|NULL)[ \t]*:/;

// These begin with a character that few documents have at all.
const RARE: readonly (readonly [string, RegExp])[] = [
  ['?', /\?\s/],
  ['*', /\*[^\s*]*[ \t]+:/],
  ['~', /~[ \t]*:/],
];

// What js-yaml makes of a map that is a key without a value, as in `{{ .Values.name }}`.
const MAP_AS_TEXT = '[object Object]';

/**
 * The line, counted from 0, of the first key that is a map, a list or null. Kubernetes refuses those, while js-yaml
 * makes texts of them; undefined where there is none.
 */
export function findOddKey(text: string, values: unknown): number | undefined {
  if (!isSuspicious(text, values)) return undefined;
  const lineCounter = new LineCounter();
  const options = { lineCounter, version: '1.1', uniqueKeys: false, logLevel: 'silent' } as const;
  for (const document of parseAllDocuments(text, options)) {
    const offset = firstOddKey(document);
    if (offset !== undefined) return lineCounter.linePos(offset).line - 1;
  }
  return undefined;
}

function isSuspicious(text: string, values: unknown): boolean {
  return (
    SUSPICIOUS.test(text) ||
    RARE.some(([first, pattern]) => text.includes(first) && pattern.test(text)) ||
    (text.includes('{{') && holdsMapAsText(values))
  );
}

function firstOddKey(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Pair(_, { key }) {
      const node = isAlias(key) ? key.resolve(document) : key;
      if (!isCollection(node) && !(isScalar(node) && node.value === null)) return undefined;
      found = (key as { range?: [number, number, number] }).range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return found;
}

function holdsMapAsText(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, child]) => key === MAP_AS_TEXT || holdsMapAsText(child));
}
