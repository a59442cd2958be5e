import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const pauseEnds = defineRule({
  id: 'rollout/pause-ends',
  severity: 'warning',
  needs: [],
  holds: 'Each pause of a Rollout has a duration.',
  why: 'A pause without one waits for a person. Argo CD shows the application as Suspended all that time, and both versions keep their GPUs.',
  sources: [
    'https://github.com/argoproj/argo-cd/issues/25054',
    'https://argo-rollouts.readthedocs.io/en/stable/features/canary/#pause-duration',
  ],
  plan: '/rollout/canary/steps',
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      for (const [index, { pause }] of (node.object.spec?.strategy?.canary?.steps ?? []).entries()) {
        if (pause === undefined || pause.duration !== undefined) continue;
        yield {
          node,
          pointer: `/spec/strategy/canary/steps/${index}/pause`,
          message: `Step ${index} of ${nameOf(node)} pauses until a person resumes it.`,
          fix: 'Set a duration; waive this rule where somebody is to approve.',
        };
      }
    }
  },
});
