import { nearestName } from '@fleetwright/findings';
import { listQueries, type Query } from '../../graph/queries.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { plainNames, sourceLabels } from './series-source.ts';

export const seriesSourceExists = defineRule({
  id: 'monitoring/series-source-exists',
  severity: 'error',
  needs: [],
  holds: 'A Service that a query selects series by exists in the namespace that it names.',
  why: 'Series carry the names of what is scraped and called. Of a Service that is not there, none are ever found, and no alert on them fires.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
    'https://istio.io/latest/docs/reference/config/metrics/',
  ],
  *check({ graph }) {
    for (const { query, metric: service, namespace } of oncePerObject(listMissing(graph))) {
      const names = namesIn(graph, namespace);
      const nearest = nearestName(service, names);
      yield {
        node: query.node,
        pointer: query.pointer,
        absent: true,
        message: `The query of ${nameQuery(query)} selects series of the Service ${service}, which does not exist in namespace ${namespace}.`,
        fix: nearest === undefined ? 'Add the Service, or correct the name.' : `Did you mean ${nearest}?`,
      };
    }
  },
});

interface Missing {
  query: Query;
  /** Name of the Service; under this name one mistake is said once. */
  metric: string;
  namespace: string;
}

function* listMissing(graph: ResourceGraph): Iterable<Missing> {
  const known = new Map<string, string[]>();
  for (const query of listQueries(graph))
    for (const selector of query.promql?.selectors ?? []) {
      const labels = sourceLabels(selector);
      if (labels === undefined) continue;
      const namespace = plainNames(selector, labels.namespace)[0];
      // Where no Service is given, nothing is known.
      if (namespace === undefined) continue;
      const names = known.get(namespace) ?? namesIn(graph, namespace);
      known.set(namespace, names);
      if (names.length === 0) continue;
      for (const metric of plainNames(selector, labels.service))
        if (!names.includes(metric)) yield { query, metric, namespace };
    }
}

function namesIn(graph: ResourceGraph, namespace: string): string[] {
  return graph
    .ofKind('Service')
    .filter((service) => service.namespace === namespace)
    .map(({ name }) => name);
}
