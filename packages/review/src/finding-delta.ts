import type { Finding } from '@fleetwright/findings';
import type { FindingDelta } from './review.ts';

/** Findings that only one side has; where something stands in its file is no part of what it is. */
export function compareFindings({
  base,
  head,
}: {
  base: readonly Finding[];
  head: readonly Finding[];
}): FindingDelta {
  return { judged: true, new: without(head, base), fixed: without(base, head) };
}

function without(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  for (const finding of others) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return findings.filter((finding) => {
    const key = keyOf(finding);
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

function keyOf({
  rule,
  severity,
  message,
  resource,
  service,
  cluster,
  environment,
  file,
  waiver,
}: Finding): string {
  return JSON.stringify([rule, severity, message, resource, service, cluster, environment, file, waiver]);
}
