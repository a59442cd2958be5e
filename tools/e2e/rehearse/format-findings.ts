import type { Finding } from '@fleetwright/findings';

/** More than these are counted. */
const SHOWN = 10;

/** Errors among findings, each with its place and its fix. */
export function formatFindings(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const lines = errors.slice(0, SHOWN).map(formatFinding);
  const others = errors.length - lines.length;
  return [...lines, ...(others > 0 ? [`… and ${others} more.`] : [])].join('\n');
}

function formatFinding({ file, line, message, fix }: Finding): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `;
  return `${place}${message}${fix === undefined ? '' : `\n  ${fix}`}`;
}
