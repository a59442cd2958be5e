import { formatFinding } from '../user-error.ts';
import type { EditOutcome } from './edit-fleet.ts';

/** What an edit came to, for the terminal; `what` is what was asked for. */
export function describeEdit(what: string, { placements, changed, warnings }: EditOutcome): string {
  if (changed.length === 0) return `${what}: already there, nothing to do.`;
  const clusters = placements
    .map(({ cluster }) => cluster)
    .filter((name, index, all) => all.indexOf(name) === index);
  return [
    ...(warnings.length === 0
      ? []
      : ['Warnings', ...warnings.flatMap(formatFinding).map((line) => `  ${line}`)]),
    `${what}: ${count(changed.length, 'file')}, ${count(placements.length, 'placement')}${clusters.length === 0 ? '' : ` on ${clusters.join(', ')}`}.`,
  ].join('\n');
}

/** A number with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
