import { servicesOfMonitor } from '../../graph/monitor-targets.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { listTritonReads } from './triton-metrics.ts';

export const labelAttached = defineRule({
  id: 'monitoring/label-attached',
  severity: 'error',
  needs: [],
  holds:
    'Where a query of Triton tells versions by the hash of their pods, the ServiceMonitor copies that label from the pods.',
  why: 'Labels of pods are not labels of their series. Without podTargetLabels the query finds nothing, and the canary is never judged.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
  ],
  *check({ graph }) {
    const reads = listTritonReads(graph)
      .filter(({ selector }) => selector.matchers.some(({ label }) => label === HASH_IN_SERIES))
      .map(({ query }) => ({ query, metric: HASH_IN_SERIES }));
    for (const { query } of oncePerObject(reads)) {
      const monitors = tritonMonitors(graph, query.node.namespace);
      const [first] = monitors;
      if (first === undefined || monitors.some(mayAttach)) continue;
      yield {
        node: first,
        pointer: first.object.spec?.podTargetLabels === undefined ? '/spec' : '/spec/podTargetLabels',
        message: `ServiceMonitor/${first.name} does not copy the label ${HASH} from the pods, by which the query of ${nameQuery(query)} selects.`,
        fix: `Add ${HASH} to podTargetLabels.`,
        related: [{ node: query.node, pointer: query.pointer, message: 'This query reads it.' }],
      };
      return;
    }
  },
});

const HASH = 'rollouts-pod-template-hash';
const HASH_IN_SERIES = 'rollouts_pod_template_hash';

type Monitor = ReturnType<typeof tritonMonitors>[number];

function tritonMonitors(graph: ResourceGraph, namespace: string) {
  return graph
    .ofKind('ServiceMonitor')
    .filter((monitor) =>
      servicesOfMonitor(graph, monitor).some(
        (service) => service.namespace === namespace && graph.selectedBy(service).some(isTriton),
      ),
    );
}

function mayAttach({ object }: Monitor): boolean {
  const { podTargetLabels = [], endpoints = [] } = object.spec ?? {};
  return (
    podTargetLabels.includes(HASH) ||
    endpoints.some(({ relabelings, metricRelabelings }) =>
      [...(relabelings ?? []), ...(metricRelabelings ?? [])].some(
        ({ action, targetLabel }) => action === 'labelmap' || targetLabel === HASH_IN_SERIES,
      ),
    )
  );
}
