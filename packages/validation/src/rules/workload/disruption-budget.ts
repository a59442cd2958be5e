import { matchesSelector } from '../../graph/label-selector.ts';
import { leastReplicas } from '../../graph/least-replicas.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { longRunning } from './long-running.ts';

export const disruptionBudget = defineRule({
  id: 'workload/disruption-budget',
  severity: 'warning',
  needs: [],
  holds: 'A workload of several replicas has a disruption budget.',
  why: 'A drain of nodes, as at each upgrade of the cluster, otherwise evicts all replicas at once.',
  sources: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  *check({ graph }) {
    for (const workload of longRunning(graph)) {
      const { node, podLabels } = workload;
      const replicas = leastReplicas(graph, workload);
      if (node.kind === 'DaemonSet' || replicas === undefined || replicas < 2) continue;
      const has = graph
        .ofKind('PodDisruptionBudget')
        .some(
          ({ namespace, object }) =>
            namespace === node.namespace && matchesSelector(object.spec?.selector, podLabels),
        );
      if (has) continue;
      yield {
        node,
        pointer: '/spec',
        absent: true,
        message: `${nameOf(node)} has ${replicas} replicas and no PodDisruptionBudget.`,
        fix: 'Add one with maxUnavailable: 1 and unhealthyPodEvictionPolicy: AlwaysAllow.',
      };
    }
  },
});
