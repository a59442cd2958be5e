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
  for (const { index, 0: separator } of stream.matchAll(/^---[^\S\n]*(?:#[^\n]*)?(?:\n|$)/gm)) {
    documents.push({ text: stream.slice(start, index), line });
    line += countLines(stream, start, index + separator.length);
    start = index + separator.length;
  }
  documents.push({ text: stream.slice(start), line });
  return documents.filter(({ text }) => /^[^\S\r\n\u2028\u2029]*[^\s#]/m.test(text));
}

function countLines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
