import { nearestName } from '@fleetwright/findings';
import { METRICS } from '@fleetwright/triton-config';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { listTritonReads, SERIES } from './triton-metrics.ts';

export const metricExists = defineRule({
  id: 'monitoring/metric-exists',
  severity: 'error',
  needs: [],
  holds: 'Every metric of Triton that a query reads is one that Triton has.',
  why: 'Prometheus answers a query for a metric that nobody exposes with nothing: the alert never fires, the panel stays empty, the canary is never judged.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md',
    'https://github.com/triton-inference-server/core/blob/main/src/metrics.cc',
  ],
  *check({ graph }) {
    const recorded = new Set(
      graph
        .ofKind('PrometheusRule')
        .flatMap(({ object }) => object.spec?.groups ?? [])
        .flatMap(({ rules = [] }) => rules.map(({ record }) => record)),
    );
    const unknown = listTritonReads(graph).filter(
      ({ metric }) => !SERIES.has(metric) && !recorded.has(metric),
    );
    for (const { query, metric } of oncePerObject(unknown)) {
      const { message, fix } = describe(metric);
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}, ${message}`,
        fix,
      };
    }
  },
});

function describe(metric: string): { message: string; fix: string } {
  const base = metric.replace(/_(?:total|bucket|sum|count)$/, '');
  const family = METRICS.find(({ name }) => name === base);
  if (family?.type === 'histogram')
    return {
      message: `which Triton does not have: ${base} is a histogram with the series ${base}_bucket, ${base}_sum and ${base}_count.`,
      fix: `Read ${base}_bucket or ${base}_count.`,
    };
  if (family !== undefined)
    return {
      message: `which Triton does not have: ${base} is a ${family.type} and has no ${metric.slice(base.length)}.`,
      fix: metric.endsWith('_bucket')
        ? 'Take quantiles from nv_inference_first_response_histogram_ms_bucket, or from the histogram of the mesh.'
        : `Read ${base}.`,
    };
  const nearest = nearestName(metric, [...SERIES.keys()]);
  return {
    message: 'which Triton does not have.',
    fix: nearest === undefined ? 'Read a metric of Triton.' : `Did you mean ${nearest}?`,
  };
}
