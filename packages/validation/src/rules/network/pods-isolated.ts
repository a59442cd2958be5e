import { isolationOf } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const podsIsolated = defineRule({
  id: 'network/pods-isolated',
  severity: 'warning',
  needs: [],
  holds: 'Network policies isolate the pods of Triton in both directions.',
  why: 'Triton authenticates nobody: every pod of the cluster may call it, load into it, and be called by what runs in it.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads.filter(isTriton)) {
      const open = (['ingress', 'egress'] as const).filter(
        (direction) => isolationOf(graph, workload, direction) === undefined,
      );
      if (open.length === 0) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/metadata/labels`,
        absent: true,
        message: `No network policy restricts the ${open.join(' and ')} of the pods of ${nameOf(workload.node)}.`,
        fix: 'Add a NetworkPolicy that selects them, with both policyTypes.',
      };
    }
  },
});
