import type { Problem } from '../problem.ts';
import { showValue } from '../show-value.ts';

interface Entries<T> {
  /** Pointer of the list. */
  pointer: string;
  /** Field that names an entry. */
  field: string;
  identity: (entry: T) => string;
  /** What an entry is, as in `the model "a" stands twice`. */
  what: string;
}

/** Entries of a list that have the same identity as an earlier one. */
export function repetitionProblems<T extends object>(list: readonly T[], entries: Entries<T>): Problem[] {
  const seen = new Map<string, number>();
  return list.flatMap((entry, index): Problem[] => {
    const identity = entries.identity(entry);
    const first = seen.get(identity);
    if (first === undefined) {
      seen.set(identity, index);
      return [];
    }
    const at = (position: number) => `${entries.pointer}/${position}/${entries.field}`;
    const shown = (position: number) =>
      showValue(Object.entries(list[position]!).find(([key]) => key === entries.field)?.[1]);
    return [
      {
        rule: 'input/repeated',
        pointer: at(index),
        message: `${at(index)} is ${shown(index)}, the ${entries.what} that ${at(first)} already names${shown(index) === shown(first) ? '' : ` (${shown(first)}, in another case)`}.`,
        fix: `Rename or remove one of the two.`,
        related: [{ pointer: at(first), message: `the first ${entries.what} of this name` }],
      },
    ];
  });
}
