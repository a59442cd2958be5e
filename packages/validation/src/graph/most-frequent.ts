/** The value that occurs most often; of two that do equally often, one that is given. */
export function mostFrequent(values: readonly (string | undefined)[]): string | undefined {
  const counts = new Map<string | undefined, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [usual] = [...counts].sort(
    ([left, a], [right, b]) => b - a || Number(left === undefined) - Number(right === undefined),
  );
  return usual?.[0];
}
