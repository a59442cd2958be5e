import { listScalers, TARGET_POINTER } from '../../graph/scalers.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const workloadRefNotScaled = defineRule({
  id: 'rollout/workload-ref-not-scaled',
  severity: 'error',
  needs: [],
  holds:
    'A Rollout that takes its pods from a Deployment (workloadRef) has no autoscaler, and neither has that Deployment.',
  why: 'Controller and autoscaler both set the numbers of replicas of the two: pods run twice, or the service falls to one pod.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/issues/3825',
    'https://github.com/argoproj/argo-rollouts/issues/4110',
    'https://github.com/argoproj/argo-rollouts/issues/4288',
  ],
  *check({ graph }) {
    const scalers = listScalers(graph);
    for (const node of graph.ofKind('Rollout')) {
      const { workloadRef } = node.object.spec ?? {};
      if (workloadRef === undefined) continue;
      const scaler = scalers.find(
        ({ node: { namespace }, target: { kind, name } }) =>
          namespace === node.namespace &&
          ((kind === 'Rollout' && name === node.name) ||
            (kind === workloadRef.kind && name === workloadRef.name)),
      );
      if (scaler === undefined) continue;
      yield {
        node,
        pointer: '/spec/workloadRef',
        message: `${nameOf(node)} takes its pods from ${workloadRef.kind}/${workloadRef.name}, and ${nameOf(scaler.node)} scales ${scaler.target.kind}/${scaler.target.name}.`,
        fix: 'Move the pod template into the Rollout and remove the Deployment.',
        related: [
          { node: scaler.node, pointer: TARGET_POINTER, message: 'The autoscaler changes replicas here.' },
        ],
      };
    }
  },
});
