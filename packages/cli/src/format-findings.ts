import type { Finding, RelatedLocation, Severity } from '@fleetwright/findings';
import { wrapText } from './wrap-text.ts';

// ANSI: red, yellow, blue.
const COLOURS: Record<Severity, number> = { error: 31, warning: 33, info: 34 };

/** Findings for people: place, severity and rule on one line, then what is wrong and how to fix it. */
export function formatFindings(findings: readonly Finding[], { colour }: { colour: boolean }): string {
  return findings.map((finding) => formatFinding(finding, colour)).join('');
}

function formatFinding(finding: Finding, colour: boolean): string {
  const { rule, severity, message, related = [], fix } = finding;
  const label = colour ? `\u001b[${COLOURS[severity]}m${severity}\u001b[39m` : severity;
  const place = formatPlace(finding);
  const lines = [`${place === '' ? '' : `${place}  `}${label}  ${rule}`, wrapText(printable(message), '  ')];
  for (const other of related)
    lines.push(`  see ${formatPlace(other)}`, wrapText(printable(other.message), '    '));
  if (fix !== undefined) lines.push(wrapText(`fix: ${printable(fix)}`, '  '));
  return `${lines.join('\n')}\n\n`;
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
