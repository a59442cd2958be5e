/**
 * Text of somebody's files as Markdown that shows exactly it: no markup, no link, no mention, no reference to an issue.
 * At most so many characters of Markdown; where something is left out an ellipsis stands.
 */
export function escapeText(text: string, most = Infinity): string {
  let escaped = '';
  let length = 0;
  for (const piece of pieces(text)) {
    if (length + piece.length > most - 1) return `${escaped}…`;
    escaped += piece;
    length += piece.length;
  }
  return escaped;
}

/** Text as code, which GitHub and GitLab read no references in; never breaks a table. */
export function codeSpan(text: string, most = Infinity): string {
  const shown = [...showInvisible(text)];
  const cut = shown.length <= most ? shown.join('') : `${shown.slice(0, most - 1).join('')}…`;
  // Within code nothing can be escaped, and a bar would end the cell.
  if (cut.includes('|') || cut.trim() === '') return escapeText(text, most);
  const marks = '`'.repeat(longestRun(cut, '`') + 1);
  const pad = /^[` ]|[` ]$/.test(cut) ? ' ' : '';
  return `${marks}${pad}${cut}${pad}${marks}`;
}

/** Lines as a block of code that nothing in them ends. */
export function codeBlock(text: string, language = ''): string {
  const marks = '`'.repeat(Math.max(3, longestRun(text, '`') + 1));
  const lines = text.split(/\r\n|[\r\n]/).map(showInvisible);
  return [`${marks}${language}`, ...lines, marks].join('\n');
}

// A character that Markdown, HTML or a forge gives a meaning is written as its number; a reference is broken by a space
// of no width, since forges look for references in the rendered text.
function* pieces(text: string): Generator<string> {
  const characters = [...showInvisible(text)];
  const isMarker = MARKER.test(text);
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1];
    const before = characters[index - 1];
    const isSpecial =
      (SPECIAL.test(character) && !isWithinWord(character, before, next)) || (index === 0 && isMarker);
    const shown = isSpecial ? `&#${character.codePointAt(0)!};` : character;
    yield breaksReference(character, before, next) ? `${shown}${NO_WIDTH}` : shown;
  }
}

const SPECIAL = /[&<>"'`*_{}[\]#!|~$^@\\]/;
// What would start a list or a line of a table where the text stands at the start of a line.
const MARKER = /^(?:[-+=:]|\d+[.)](?:\s|$))/;
const NO_WIDTH = '&#8203;';

// An underscore between letters is none of emphasis.
function isWithinWord(character: string, before = '', next = ''): boolean {
  return character === '_' && /[A-Za-z0-9]/.test(before) && /[A-Za-z0-9]/.test(next);
}

function breaksReference(character: string, before: string | undefined, next: string | undefined): boolean {
  if (next === undefined || /\s/.test(next)) return false;
  if (/[@#!$%~^&]/.test(character)) return /[\w"'-]/.test(next);
  // Addresses, names of emoji, and references such as GH-1.
  if (character === ':') return /[\w/+-]/.test(next);
  if (character === '-') return /\d/.test(next) && before?.toUpperCase() === 'H';
  return next === '.' && character.toLowerCase() === 'w';
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === character ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Line breaks, and characters that reorder or hide text, as what they are. */
export function showInvisible(text: string): string {
  return text
    .replace(/\r\n|[\r\n\u2028\u2029]/g, ' ↵ ')
    .replace(/\t/g, ' ')
    .replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

const INVISIBLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}]|[\ud800-\udfff](?![\udc00-\udfff])/gu;
