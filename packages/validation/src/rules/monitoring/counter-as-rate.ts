import { listQueries, type Query } from '../../graph/queries.ts';
import type { Selector } from '../../graph/promql.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { SERIES } from './triton-metrics.ts';

export const counterAsRate = defineRule({
  id: 'monitoring/counter-as-rate',
  severity: 'error',
  needs: [],
  holds: 'Counters and histograms are read as rates, gauges as they are.',
  why: 'A counter only grows: a condition on it holds for ever after, and a quantile over it is one since the start of the pod. The rate of a gauge takes every fall for a restart.',
  sources: [
    'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
    'https://prometheus.io/docs/practices/histograms/#quantiles',
  ],
  *check({ graph }) {
    for (const { query, metric, text, fix } of oncePerObject(listMisread(graph)))
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric} ${text}`,
        fix,
      };
  },
});

interface Misread {
  query: Query;
  metric: string;
  text: string;
  fix: string;
}

function* listMisread(graph: ResourceGraph): Iterable<Misread> {
  for (const query of listQueries(graph))
    for (const selector of query.promql?.selectors ?? []) {
      const problem = findProblem(selector, query);
      if (problem !== undefined) yield { query, metric: selector.metric, ...problem };
    }
}

const RATES = ['rate', 'irate', 'increase'];
/** What counts or watches series does not read their values. */
const INDIFFERENT = [
  'absent',
  'absent_over_time',
  'changes',
  'count',
  'count_over_time',
  'count_values',
  'group',
  'present_over_time',
  'resets',
  'timestamp',
];

function findProblem(
  { metric, calls }: Selector,
  { role }: Query,
): { text: string; fix: string } | undefined {
  const type = SERIES.get(metric)?.type;
  const isRate = calls.some((call) => RATES.includes(call));
  if (isRate)
    // The cache's gauges only grow: they are counters but for their type.
    return type === 'gauge' && !metric.startsWith('nv_cache_')
      ? { text: 'as a rate; it is a gauge.', fix: 'Read it as it is, or with avg_over_time or deriv.' }
      : undefined;
  if (calls.some((call) => INDIFFERENT.includes(call))) return undefined;
  if (metric.endsWith('_bucket') && calls.includes('histogram_quantile'))
    return {
      text: 'for a quantile without a rate: that is one over all requests since the start of the pod.',
      fix: `Write histogram_quantile(<q>, sum by (le) (rate(${metric}[5m]))).`,
    };
  // A panel may show a total.
  if (role === 'dashboard' || type === undefined || type === 'gauge' || type === 'summary') return undefined;
  return { text: `as it is; it is a ${type}, which only grows.`, fix: `Write rate(${metric}[5m]).` };
}
