// Fractions and multiples of an objective: fine below and around it, coarse above.
const LADDER = [0.125, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 10];

/**
 * Histogram buckets for latency objectives in milliseconds: strictly ascending whole numbers (Triton floors
 * its observations, and equal or unsorted bounds kill the server) with every objective among them, so that the
 * share of requests below an objective is exact. The ladder spans the first objective.
 */
export function latencyBuckets(thresholdsMs: readonly number[]): number[] {
  const objectives = thresholdsMs.map(toWholeMilliseconds);
  const [first] = objectives;
  if (first === undefined) return [];
  const ladder = LADDER.map((factor) => toWholeMilliseconds(first * factor));
  return [...new Set([...ladder, ...objectives])].sort((a, b) => a - b);
}

function toWholeMilliseconds(value: number): number {
  return Math.max(1, Math.round(value));
}
