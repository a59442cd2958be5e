import type { Finding } from '@fleetwright/findings';
import type { Cause, Places, ReviewedTree } from '../../review.ts';
import { codeSpan, escapeText } from './escape-markdown.ts';

/** Characters of Markdown that one phrase may take, so that the whole is bounded whatever files hold. */
const LONG = 600;
const SHORT = 200;

/** `1,500 objects`, and `1 object`. */
export function countNoun(amount: number, noun: string): string {
  return `${formatNumber(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** With a comma between thousands. */
export function formatNumber(amount: number): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- a number has few digits
  return String(amount).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** `8 → 12 (+4)`, and the number alone where both sides are the same. */
export function formatDelta(base: number, head: number): string {
  if (base === head) return formatNumber(head);
  const change = head > base ? `+${formatNumber(head - base)}` : `−${formatNumber(base - head)}`;
  return `${formatNumber(base)} → ${formatNumber(head)} (${change})`;
}

/** Where something happens, in one phrase. */
export function formatPlaces({ expression, production }: Places): string {
  return `${escapeText(expression, LONG)}${production ? ' · **production**' : ''}`;
}

/** What happens, in one phrase. */
export function formatTitle(title: string): string {
  return escapeText(title, 2 * SHORT);
}

/** Why something changes, in one phrase. */
export function formatCause({ kind, sentence, file, line, files }: Cause): string {
  const place = file === undefined ? '' : ` in ${formatFile(file, line)}`;
  const others = files > 1 ? ` and ${countNoun(files - 1, 'more file')}` : '';
  return `${kind}: ${escapeText(sentence, SHORT)}${place}${others}`;
}

/** A file, and the line in it. */
export function formatFile(file: string, line: number | undefined): string {
  return codeSpan(line === undefined ? file : `${file}:${line}`, SHORT);
}

/** One of the sides. */
export function formatTree({ name, commit }: ReviewedTree): string {
  return `${codeSpan(name, SHORT)}${commit === undefined ? '' : ` (${codeSpan(commit.slice(0, 12))})`}`;
}

/** A finding in one line. */
export function formatFinding({ severity, rule, file, line, message, fix }: Finding): string {
  const place = file === undefined ? '' : `${formatFile(file, line)}: `;
  const advice = fix === undefined ? '' : ` ${escapeText(fix, LONG)}`;
  return `**${severity}** ${codeSpan(rule, SHORT)} ${place}${escapeText(message, LONG)}${advice}`;
}

/** Ids, and how many more there are. */
export function listIds(ids: readonly string[], most: number): string {
  const shown = ids.slice(0, most).join(', ');
  return ids.length <= most ? shown : `${shown} and ${formatNumber(ids.length - most)} more`;
}

/** How often each text occurs, the most frequent first: `3 deletion, 1 image-change`. */
export function tally(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([text, count]) => `${formatNumber(count)} ${text}`)
    .join(', ');
}
