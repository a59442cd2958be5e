import { nameOf } from '../../graph/node.ts';
import type { Query } from '../../graph/queries.ts';

const WORDS: Readonly<Record<Query['role'], string>> = {
  alert: 'alert',
  record: 'record',
  analysis: 'metric',
  scaling: 'trigger',
  dashboard: 'panel',
};

/** `the alert TritonDown of PrometheusRule/chat`. */
export function nameQuery({ node, role, name }: Query): string {
  return `the ${WORDS[role]} ${name} of ${nameOf(node)}`;
}

/** The first of the queries of each object that read each metric: one mistake is said once. */
export function oncePerObject<Found extends { query: Query; metric: string }>(
  found: Iterable<Found>,
): Found[] {
  const seen = new Map<unknown, Set<string>>();
  return [...found].filter(({ query, metric }) => {
    const metrics = seen.get(query.node.manifest) ?? new Set();
    seen.set(query.node.manifest, metrics);
    if (metrics.has(metric)) return false;
    metrics.add(metric);
    return true;
  });
}
