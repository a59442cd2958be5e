import { distance } from 'fastest-levenshtein';

/**
 * The candidate closest to a misspelt name, or undefined when none is close enough to be helpful.
 * Case and separators are ignored, so `minReplica`, `min_replicas` and `MinReplicas` all find `minReplicas`.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  // The distance is quadratic in the length: an absurdly long name has no useful neighbour.
  if (name.length > 64) return undefined;
  const wanted = fold(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const ranked = candidates
    .map((candidate) => ({ candidate, edits: distance(wanted, fold(candidate)) }))
    .sort((a, b) => a.edits - b.edits);
  return ranked[0] !== undefined && ranked[0].edits <= limit ? ranked[0].candidate : undefined;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}
