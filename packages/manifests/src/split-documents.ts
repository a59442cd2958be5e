/** One document of a YAML stream. */
export interface DocumentText {
  text: string;
  /** 1-based line of the stream on which it starts. */
  line: number;
}

/**
 * Splits a YAML stream at its `---` lines, as kubectl does: a document that cannot be read then hides no other.
 * Documents that hold nothing but comments are left out.
 */
export function splitDocuments(stream: string): DocumentText[] {
  const documents: DocumentText[] = [];
  let start = 0;
  let line = 1;
  for (const { index, length, lines } of separators(stream)) {
    documents.push({ text: stream.slice(start, index), line });
    line += lines;
    start = index + length;
  }
  documents.push({ text: stream.slice(start), line });
  return documents.filter(({ text }) => /^[^\S\n]*[^\s#]/m.test(text));
}

function* separators(stream: string): Generator<{ index: number; length: number; lines: number }> {
  let from = 0;
  for (const match of stream.matchAll(/^---[^\S\n]*(?:#[^\n]*)?(?:\n|$)/gm)) {
    const lines = countLines(stream, from, match.index + match[0].length);
    from = match.index + match[0].length;
    yield { index: match.index, length: match[0].length, lines };
  }
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
