import { matchesSelector } from '../../graph/label-selector.ts';
import { listScalers, TARGET_POINTER, targetOf } from '../../graph/scalers.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const targetIsRollout = defineRule({
  id: 'autoscaling/target-is-rollout',
  severity: 'error',
  needs: [],
  holds:
    'Where a Rollout has pods of the same labels, an autoscaler scales the Rollout, not a Deployment beside it.',
  why: 'The pods that serve belong to the Rollout; scaling the Deployment adds pods of an old version, and the Rollout keeps the size that it has.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/hpa-support/'],
  *check({ graph }) {
    for (const scaler of listScalers(graph)) {
      const target = targetOf(graph, scaler);
      if (target === undefined || target.node.kind !== 'Deployment') continue;
      const rollout = graph.workloads.find(
        ({ node, selector, podLabels }) =>
          node.kind === 'Rollout' &&
          node.namespace === target.node.namespace &&
          selector !== undefined &&
          Object.keys(podLabels).length > 0 &&
          matchesSelector(selector, target.podLabels),
      );
      if (rollout === undefined) continue;
      yield {
        node: scaler.node,
        pointer: TARGET_POINTER,
        message: `${nameOf(scaler.node)} scales ${nameOf(target.node)}; ${nameOf(rollout.node)} selects the same pods.`,
        fix: `Scale argoproj.io/v1alpha1 ${nameOf(rollout.node)}, and remove the Deployment.`,
        related: [{ node: rollout.node, pointer: '/spec/selector', message: 'It selects the same pods.' }],
      };
    }
  },
});
