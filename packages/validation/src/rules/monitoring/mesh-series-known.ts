import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';

/** What the proxies of Istio count, and how. https://istio.io/latest/docs/reference/config/metrics/ */
const COUNTERS = [
  'istio_requests_total',
  'istio_request_messages_total',
  'istio_response_messages_total',
  'istio_tcp_sent_bytes_total',
  'istio_tcp_received_bytes_total',
  'istio_tcp_connections_opened_total',
  'istio_tcp_connections_closed_total',
  'istio_build',
];
const HISTOGRAMS = ['istio_request_duration_milliseconds', 'istio_request_bytes', 'istio_response_bytes'];

const SERIES = new Set([
  ...COUNTERS,
  ...HISTOGRAMS.flatMap((name) => ['_bucket', '_sum', '_count'].map((end) => `${name}${end}`)),
]);

export const meshSeriesKnown = defineRule({
  id: 'monitoring/mesh-series-known',
  severity: 'warning',
  needs: [],
  holds: 'A query of what the mesh counts reads a series that Istio has.',
  why: 'Prometheus answers a query for a series that nobody exposes with nothing: no alert fires and no canary is judged.',
  sources: ['https://istio.io/latest/docs/reference/config/metrics/'],
  *check({ graph }) {
    const read = listQueries(graph).flatMap((query) =>
      (query.promql?.selectors ?? []).map(({ metric }) => ({ query, metric })),
    );
    const unknown = read.filter(
      ({ metric }) => /^istio_(?:re|tcp|build)/.test(metric) && !SERIES.has(metric),
    );
    for (const { query, metric } of oncePerObject(unknown))
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}, which Istio does not have.`,
        fix: 'Read istio_requests_total, or a histogram of requests with _bucket, _sum or _count.',
      };
  },
});
