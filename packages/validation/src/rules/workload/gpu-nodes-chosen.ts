import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const gpuNodesChosen = defineRule({
  id: 'workload/gpu-nodes-chosen',
  severity: 'warning',
  needs: [],
  holds: 'Pods that ask for GPUs say on which nodes: they select them, or tolerate their taint.',
  why: 'Nodes with GPUs are mostly tainted, so that such pods stay pending; where they are not, a model meets whatever GPU comes first.',
  sources: [
    'https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/#manage-clusters-with-different-types-of-gpus',
    'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#example-use-cases',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { node, template, templatePointer } = workload;
      const { nodeSelector, tolerations = [], affinity } = template.spec ?? {};
      const isChosen =
        Object.keys(nodeSelector ?? {}).length > 0 ||
        tolerations.length > 0 ||
        affinity?.nodeAffinity !== undefined;
      if (isChosen || !asksForGpu(workload)) continue;
      yield {
        node,
        pointer: `${templatePointer}/spec`,
        message: `The pods of ${nameOf(node)} ask for GPUs, and have neither a node selector nor tolerations.`,
        fix: 'Select the nodes by a label such as nvidia.com/gpu.product, and tolerate the taint nvidia.com/gpu.',
      };
    }
  },
});
