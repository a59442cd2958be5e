const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a duration such as `200ms`, `10m`, `1h30m` or `30d`; undefined when the text is none.
 */
export function parseDuration(text: string): number | undefined {
  if (!/^(?:\d{1,9}(?:ms|[smhd]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d{1,9})(ms|[smhd])/g))
    total += Number(count) * UNIT_MS[unit!]!;
  return total;
}

/** Writes seconds as the duration that Istio, Prometheus and Argo Rollouts read alike: `600s`. */
export function formatSeconds(seconds: number): string {
  return `${seconds}s`;
}
