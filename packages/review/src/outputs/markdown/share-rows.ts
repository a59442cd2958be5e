/** What a part of the summary asks for. */
export interface Demand {
  /** Rows that it would fill. */
  wanted: number;
  /** Rows that it gets in any case, if it wants them. */
  least: number;
}

/** Shares rows among parts: what one leaves goes to the others in turn. */
export function shareRows(demands: readonly Demand[], total: number): number[] {
  const given = demands.map(({ wanted, least }) => Math.min(wanted, least));
  let left = total - given.reduce((sum, rows) => sum + rows, 0);
  while (left > 0 && given.some((rows, index) => rows < demands[index]!.wanted))
    for (const [index, { wanted }] of demands.entries()) {
      if (left === 0 || given[index]! >= wanted) continue;
      given[index]!++;
      left--;
    }
  return given;
}
