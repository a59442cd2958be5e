/** One thing that is wrong with a document. */
export interface SchemaError {
  /** JSON pointer of the place in the document; empty for the whole of it. */
  path: string;
  message: string;
}

// A quote inside of what a message quotes is escaped, so that no value looks like the start of an entry.
const ENTRY = /- at '((?:[^'\\]|\\.)*)': /g;
// What is not closed reaches to the end: looking for its close again and again would take quadratic time.
const QUOTED = /'(?:[^'\\]|\\[^]?)*(?:'|$)/g;
const ESCAPE = /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/g;
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** Says of a group only that something below it is wrong. */
const GROUP = 'validation failed';

/**
 * Takes kubeconform's message about an invalid document apart: an outline on one line. In code-unit order, because
 * kubeconform's own order varies from run to run.
 */
export function parseInvalidMessage(text: string): SchemaError[] {
  const entries = [...text.matchAll(ENTRY)];
  const errors = entries
    .map((entry, index) => ({
      path: unescapeQuoted(entry[1]!),
      message: sortNames(text.slice(entry.index + entry[0].length, entries[index + 1]?.index).trimEnd()),
    }))
    .filter(({ message }) => message !== GROUP);
  return errors.length === 0 ? [{ path: '', message: text }] : errors.sort(compareErrors);
}

function sortNames(message: string): string {
  if (!message.startsWith("additional properties '")) return message;
  return `additional properties ${message.match(QUOTED)!.sort().join(', ')} not allowed`;
}

/** Undoes the quoting of Go's %q. */
function unescapeQuoted(quoted: string): string {
  return quoted.replace(ESCAPE, (_, byte?: string, short?: string, long?: string, letter?: string) => {
    if (letter !== undefined) return CONTROLS[letter] ?? letter;
    return String.fromCodePoint(parseInt(byte ?? short ?? long!, 16));
  });
}

function compareErrors(a: SchemaError, b: SchemaError): number {
  return compareTexts(a.path, b.path) || compareTexts(a.message, b.message);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
