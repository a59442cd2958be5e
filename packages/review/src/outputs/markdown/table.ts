/** Rows of a part of the summary, and what stands in their place when there is no room. */
export interface Part {
  head: string[];
  rows: string[][];
  /** Describes the rows from this one on, in one cell. */
  describeRest: (from: number) => string;
}

/** A table of at most so many rows; the last of them counts and names what is left out. */
export function formatTable({ head, rows, describeRest }: Part, most = Infinity): string[] {
  if (rows.length === 0) return [];
  const shown = rows.length <= most ? rows.length : most - 1;
  const rest = rows.length === shown ? [] : [['', describeRest(shown), ...head.slice(2).map(() => '')]];
  return [head, head.map(() => '---'), ...rows.slice(0, shown), ...rest].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}
