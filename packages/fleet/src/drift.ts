import type { Finding } from '@fleetwright/findings';

/** How a file of the tree differs from what a render would write. */
export type DriftKind = 'missing' | 'changed' | 'unexpected';

/** One file that is not as it should be. */
export interface Drift {
  kind: DriftKind;
  /** Relative to the root. */
  path: string;
  /** Empty where the file belongs to no service, or to no cluster. */
  service: string;
  cluster: string;
  /** For a changed file, the first line that differs. */
  difference?: { line: number; found: string; expected: string } | undefined;
}

/** Finds the first line that differs between two texts. */
export function firstDifference(found: string, expected: string): Drift['difference'] {
  const foundLines = found.split('\n');
  const expectedLines = expected.split('\n');
  const index = expectedLines.findIndex((line, at) => line !== foundLines[at]);
  const at = index === -1 ? expectedLines.length : index;
  return { line: at + 1, ...excerpts(foundLines[at], expectedLines[at]) };
}

const BEFORE = 20;
const LENGTH = 60;

// Long lines are shown from shortly before the place where they begin to differ.
function excerpts(
  found: string | undefined,
  expected: string | undefined,
): { found: string; expected: string } {
  if (found === undefined || expected === undefined)
    return { found: quote(found, 0), expected: quote(expected, 0) };
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  const longest = Math.max(found.length, expected.length);
  const start = longest <= LENGTH ? 0 : Math.max(0, same - BEFORE);
  return { found: quote(found, start), expected: quote(expected, start) };
}

function quote(line: string | undefined, start: number): string {
  if (line === undefined) return 'the end of the file';
  const text = line.slice(start).trim();
  if (start === 0 && text === '') return 'an empty line';
  const end = text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
  return `"${start > 0 ? '…' : ''}${end}"`;
}

/** The finding for a drifted file. */
export function describeDrift({ kind, path, service, cluster, difference }: Drift): Finding {
  const base = {
    severity: 'error',
    file: path,
    ...(service !== '' && { service }),
    ...(cluster !== '' && { cluster }),
  } as const;
  const fix = 'Run: fleetwright render';
  switch (kind) {
    case 'missing':
      return { rule: 'drift/missing', ...base, message: 'The file is missing.', fix };
    case 'unexpected':
      return {
        rule: 'drift/unexpected',
        ...base,
        message:
          'Nothing generates this file any more: its service, cluster, environment, placement or area is gone.',
        fix: `${fix} (it deletes the file)`,
      };
    case 'changed':
      return {
        rule: 'drift/changed',
        ...base,
        line: difference?.line,
        message: `The file differs from what its inputs give: found ${difference?.found}, expected ${difference?.expected}.`,
        fix: `${fix}; what must differ belongs in the spec or in patches/`,
      };
  }
}
