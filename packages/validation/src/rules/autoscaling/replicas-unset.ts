import { scalersOf } from '../../graph/scalers.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const replicasUnset = defineRule({
  id: 'autoscaling/replicas-unset',
  severity: 'error',
  needs: [],
  holds: 'A workload that an autoscaler scales states no number of replicas itself.',
  why: 'Every sync would set the number back: at a peak, most pods are killed and have to load their models again.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/best_practices/#leaving-room-for-imperativeness',
    'https://github.com/argoproj/argo-cd/issues/5105',
    'https://github.com/argoproj/argo-cd/issues/1603',
  ],
  plan: '/scaling',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { node } = workload;
      const { replicas } = (node.object.spec ?? {}) as { replicas?: number };
      const [scaler] = replicas === undefined ? [] : scalersOf(graph, workload);
      // 0 switches autoscaling off.
      if (scaler === undefined || replicas === 0) continue;
      yield {
        node,
        pointer: '/spec/replicas',
        message: `${nameOf(node)} states ${replicas} replicas, and ${nameOf(scaler.node)} scales it.`,
        fix: 'Remove spec.replicas. Where the workload runs already, remove it from the last applied configuration first, or it falls to one replica.',
        related: [{ node: scaler.node, pointer: '/spec/scaleTargetRef', message: 'It scales the workload.' }],
      };
    }
  },
});
