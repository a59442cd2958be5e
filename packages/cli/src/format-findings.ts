import type { Finding, RelatedLocation, Severity } from '@fleetwright/findings';
import { wrapText } from './wrap-text.ts';

// ANSI: red, yellow, blue.
const COLOURS: Record<Severity, number> = { error: 31, warning: 33, info: 34 };

/** Files that are named where whole files have the same finding; the others are counted. */
const NAMED_FILES = 10;

/**
 * Findings for people: place, severity and rule on one line, then what is wrong and how to fix it. What holds for
 * whole files alike, such as a fleet that was never rendered, is said once.
 */
export function formatFindings(findings: readonly Finding[], { colour }: { colour: boolean }): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { rule, severity, message, fix, line, related } = finding;
    // A finding with a place of its own stays by itself.
    const alone = line !== undefined || related !== undefined;
    const key = JSON.stringify(alone ? groups.size : [rule, severity, message, fix]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map((group) => formatGroup(group, colour)).join('');
}

function formatGroup(group: readonly Finding[], colour: boolean): string {
  const [finding] = group;
  if (finding === undefined) return '';
  const { rule, severity, message, related = [], fix } = finding;
  const label = colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[39m` : severity;
  const place = group.length > 1 ? `${group.length} files` : formatPlace(finding);
  const lines = [`${place === '' ? '' : `${place}  `}${label}  ${rule}`, wrapText(printable(message), '  ')];
  if (group.length > 1) lines.push(...listFiles(group));
  for (const other of related)
    lines.push(`  see ${formatPlace(other)}`, wrapText(printable(other.message), '    '));
  if (fix !== undefined) lines.push(wrapText(`fix: ${printable(fix)}`, '  '));
  return `${lines.join('\n')}\n\n`;
}

function listFiles(group: readonly Finding[]): string[] {
  const named = group.slice(0, NAMED_FILES).map((finding) => `    ${formatPlace(finding)}`);
  const others = group.length - named.length;
  return others === 0 ? named : [...named, `    and ${others} more; --format=json lists all`];
}

function formatPlace({ file, line, column }: Finding | RelatedLocation): string {
  return [file === undefined ? undefined : printable(file), line, column]
    .filter((part) => part !== undefined)
    .join(':');
}

// What a message quotes may hold anything; nothing of it may steer the terminal.
function printable(text: string): string {
  return text.replaceAll(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => (character === '\n' ? ' ' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

/**
 * Whether a person should read it: what is as it should be, though perhaps not as expected, would bury the rest, and
 * what a waiver covers was read before. --format=json has them.
 */
export function isForPeople({ severity, waiver }: Finding): boolean {
  return severity !== 'info' && waiver === undefined;
}
