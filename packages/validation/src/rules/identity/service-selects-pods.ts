import { defineRule } from '../../rule.ts';
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
      if (type === 'ExternalName' || Object.keys(selector ?? {}).length === 0) continue;
      if (graph.selectedBy(node).length > 0) continue;
      const candidates = graph.workloads.filter(({ node: { namespace } }) => namespace === node.namespace);
      yield {
        node,
        pointer: '/spec/selector',
        absent: true,
        message: `No workload in namespace ${node.namespace} has pods with the labels ${showLabels(selector)}.`,
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
