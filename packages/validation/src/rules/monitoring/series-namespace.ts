import { listQueries } from '../../graph/queries.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { plainNames, sourceLabels } from './series-source.ts';

export const seriesNamespace = defineRule({
  id: 'monitoring/series-namespace',
  severity: 'warning',
  needs: [],
  holds:
    'A query of a Service that stands beside it asks for series of its own namespace, not of one that is not given.',
  why: 'Series carry the namespace of what is scraped. In another one there are none of this Service: the alert never fires, and nothing scales.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  ],
  *check({ graph }) {
    const asked = listQueries(graph).flatMap((query) =>
      (query.promql?.selectors ?? []).flatMap((selector) => {
        const labels = sourceLabels(selector);
        const [metric] = labels === undefined ? [] : plainNames(selector, labels.namespace);
        if (metric === undefined || metric === query.node.namespace || isGiven(graph, metric)) return [];
        const services = plainNames(selector, labels!.service);
        const isBeside =
          services.length > 0 &&
          services.every((name) => graph.find('Service', query.node.namespace, name) !== undefined);
        return isBeside ? [{ query, metric, service: services[0]! }] : [];
      }),
    );
    for (const { query, metric, service } of oncePerObject(asked))
      yield {
        node: query.node,
        pointer: query.pointer,
        absent: true,
        message: `The query of ${nameQuery(query)} asks for the Service ${service} of namespace ${metric}; it is in ${query.node.namespace}.`,
        fix: `Ask for namespace ${query.node.namespace}.`,
      };
  },
});

function isGiven(graph: ResourceGraph, namespace: string): boolean {
  return graph.nodes.some(
    (node) => node.namespace === namespace || (node.kind === 'Namespace' && node.name === namespace),
  );
}
