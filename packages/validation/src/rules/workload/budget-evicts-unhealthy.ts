import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const budgetEvictsUnhealthy = defineRule({
  id: 'workload/budget-evicts-unhealthy',
  severity: 'warning',
  needs: [],
  holds: 'A disruption budget lets pods go that are not ready.',
  why: 'Pods that fail, or wait for a GPU that is gone, otherwise hold up the drain of the very node that has to be repaired.',
  sources: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy',
    'https://docs.kubelinter.io/#/generated/checks?id=pdb-unhealthy-pod-eviction-policy',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('PodDisruptionBudget')) {
      const policy = node.object.spec?.unhealthyPodEvictionPolicy;
      if (policy === 'AlwaysAllow') continue;
      yield {
        node,
        pointer: '/spec',
        message: `${nameOf(node)} has unhealthyPodEvictionPolicy ${policy ?? 'IfHealthyBudget, by default'}.`,
        fix: 'Set unhealthyPodEvictionPolicy: AlwaysAllow.',
      };
    }
  },
});
