import { defineRule } from '../../rule.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { showLabels } from '../../graph/show-labels.ts';

export const serviceSelectsPods = defineRule({
  id: 'identity/service-selects-pods',
  severity: 'error',
  needs: [],
  holds: 'The selector of each Service selects the pods of a workload in its namespace.',
  why: 'A Service that selects no pod has no endpoints: what calls it is refused, or answered 503 by the mesh.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service'],
  *check({ graph }) {
    for (const node of graph.ofKind('Service')) {
      const { selector, type } = node.object.spec ?? {};
      if (type === 'ExternalName' || graph.selectedBy(node).length > 0) continue;
      const hasSelector = Object.keys(selector ?? {}).length > 0;
      if (!hasSelector && hasOwnEndpoints(graph, node)) continue;
      const candidates = graph.workloads.filter(({ node: { namespace } }) => namespace === node.namespace);
      yield {
        node,
        pointer: hasSelector ? '/spec/selector' : '/spec',
        absent: true,
        message: hasSelector
          ? `No workload in namespace ${node.namespace} has pods with the labels ${showLabels(selector)}.`
          : `${nameOf(node)} has no selector, and no EndpointSlice is made for it.`,
        fix: 'Select labels that the pod template of the workload has.',
        related: candidates.map((workload) => ({
          node: workload.node,
          pointer: `${workload.templatePointer}/metadata/labels`,
          message: `These pods have the labels ${showLabels(workload.podLabels)}.`,
        })),
      };
    }
  },
});

// https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
function hasOwnEndpoints(graph: ResourceGraph, service: Node): boolean {
  return graph.nodes.some(({ kind, name, namespace, object }) => {
    if (namespace !== service.namespace) return false;
    const labels = (object.metadata?.labels ?? {}) as Record<string, unknown>;
    return kind === 'EndpointSlice'
      ? labels['kubernetes.io/service-name'] === service.name
      : kind === 'Endpoints' && name === service.name;
  });
}
