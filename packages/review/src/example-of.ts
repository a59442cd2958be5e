import { shownSide, type ObjectChange } from './object-change.ts';
import type { Example } from './review.ts';

const MOST_LINES = 60;
const CONTEXT = 3;

/** One place in full: the manifests before and after, cut to the lines around the difference where they are long. */
export function exampleOf(change: ObjectChange): Example {
  const { unit, before, after } = change;
  const { file, line } = shownSide(change);
  const [old, fresh] = [linesOf(before?.text), linesOf(after?.text)];
  const first = firstDifference(old, fresh);
  const last = lastDifference(old, fresh, first);
  const cut = (lines: readonly string[], end: number) =>
    (lines.length <= MOST_LINES
      ? lines
      : lines.slice(Math.max(0, first - CONTEXT), Math.min(end + CONTEXT, first + MOST_LINES))
    ).join('\n');
  return {
    ...(unit.cluster !== undefined && { cluster: unit.cluster }),
    ...(unit.service !== undefined && { service: unit.service }),
    file,
    line: line + (before && after ? first : 0),
    ...(before && { before: cut(old, last.old) }),
    ...(after && { after: cut(fresh, last.fresh) }),
  };
}

function linesOf(text: string | undefined): string[] {
  return text === undefined ? [] : text.replace(/\n$/, '').split('\n');
}

function firstDifference(old: readonly string[], fresh: readonly string[]): number {
  if (old.length === 0 || fresh.length === 0) return 0;
  const at = old.findIndex((line, index) => line !== fresh[index]);
  return at === -1 ? Math.min(old.length, fresh.length) : at;
}

function lastDifference(
  old: readonly string[],
  fresh: readonly string[],
  first: number,
): { old: number; fresh: number } {
  let same = 0;
  const most = Math.min(old.length, fresh.length) - first;
  while (same < most && old.at(-1 - same) === fresh.at(-1 - same)) same++;
  return { old: old.length - same, fresh: fresh.length - same };
}
