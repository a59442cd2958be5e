import { formatFinding } from '../user-error.ts';
import type { EditPlan } from './edit-fleet.ts';

/** What an edit came to, for the terminal; `what` is what was asked for. */
export function describeEdit(what: string, { placements, changes, warnings }: EditPlan): string {
  if (changes.length === 0) return `${what}: already there, nothing to do.`;
  const changed = placements.filter(({ files }) =>
    files.some((file) => changes.some(({ path }) => path === file.path)),
  );
  const clusters = [...new Set(changed.map(({ cluster }) => cluster))];
  return [
    ...(warnings.length === 0
      ? []
      : ['Warnings', ...warnings.flatMap(formatFinding).map((line) => `  ${line}`)]),
    `${what}: ${count(changes.length, 'file')}, ${count(changed.length, 'placement')}${clusters.length === 0 ? '' : ` on ${clusters.join(', ')}`}.`,
  ].join('\n');
}

/** A number with its noun. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
