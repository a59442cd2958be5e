import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';

export const gatewayJob = defineRule({
  id: 'monitoring/gateway-job',
  severity: 'error',
  needs: ['cluster'],
  holds: "A query of what a gateway counts asks for the job under which the cluster's Prometheus scrapes it.",
  why: 'Under another job there are no series of the gateway: the success of a canary is never measured, and its errors are not alerted.',
  sources: ['https://istio.io/latest/docs/ops/integrations/prometheus/'],
  *check({ graph, cluster }) {
    const job = cluster.spec.gateway?.prometheusJob;
    if (job === undefined) return;
    const asked = listQueries(graph).flatMap((query) =>
      (query.promql?.selectors ?? [])
        .filter(({ metric }) => metric.startsWith('istio_'))
        .flatMap(({ matchers }) => matchers)
        .filter(({ label, op, value }) => label === 'job' && op === '=' && value !== job)
        .map(({ value }) => ({ query, metric: value })),
    );
    for (const { query, metric: found } of oncePerObject(asked))
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} asks for the job ${found}; that of the gateway of cluster ${cluster.metadata.name} is ${job}.`,
        fix: `Ask for ${job}.`,
      };
  },
});
