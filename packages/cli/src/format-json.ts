import type { Finding } from '@fleetwright/findings';

/** Version of the form that `--format=json` prints; it changes only when a reader would have to. */
const VERSION = 1;

/** Results for programs. */
export function formatJson(summary: object, findings: readonly Finding[], rest: object = {}): string {
  return `${JSON.stringify({ version: VERSION, summary, findings, ...rest }, undefined, 2)}\n`;
}
