import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const budgetProtects = defineRule({
  id: 'autoscaling/budget-protects',
  severity: 'warning',
  needs: [],
  holds: 'A PodDisruptionBudget says how many pods may go, or must stay.',
  why: 'Without a number it lets all go at once, and so does a share of all.',
  sources: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/'],
  *check({ graph }) {
    for (const node of graph.ofKind('PodDisruptionBudget')) {
      const { minAvailable, maxUnavailable } = node.object.spec ?? {};
      const text =
        minAvailable === undefined && maxUnavailable === undefined
          ? 'has neither minAvailable nor maxUnavailable'
          : minAvailable === 0 || minAvailable === '0%'
            ? `has minAvailable ${minAvailable}`
            : maxUnavailable === '100%'
              ? 'has maxUnavailable 100%'
              : undefined;
      if (text === undefined) continue;
      yield {
        node,
        pointer: '/spec',
        message: `${nameOf(node)} ${text}: it protects no pod.`,
        fix: 'Set maxUnavailable: 1.',
      };
    }
  },
});
