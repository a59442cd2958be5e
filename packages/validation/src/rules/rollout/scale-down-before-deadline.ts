import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

/** Default of Argo Rollouts. */
const DEFAULT_DEADLINE = 600;

export const scaleDownBeforeDeadline = defineRule({
  id: 'rollout/scale-down-before-deadline',
  severity: 'error',
  needs: [],
  holds: 'scaleDownDelaySeconds is shorter than progressDeadlineSeconds.',
  why: 'While the old pods wait to go, the Rollout makes no progress: past the deadline it is Degraded although the update went well.',
  sources: ['https://github.com/argoproj/argo-rollouts/issues/3414'],
  plan: '/budgets/progressDeadlineSeconds',
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const { strategy, progressDeadlineSeconds } = node.object.spec ?? {};
      const deadline = progressDeadlineSeconds ?? DEFAULT_DEADLINE;
      for (const name of ['canary', 'blueGreen'] as const) {
        const delay = strategy?.[name]?.scaleDownDelaySeconds;
        if (delay === undefined || delay < deadline) continue;
        yield {
          node,
          pointer: `/spec/strategy/${name}/scaleDownDelaySeconds`,
          message: `${nameOf(node)} keeps old pods for ${delay}s; its progress deadline is ${deadline}s${progressDeadlineSeconds === undefined ? ' (the default)' : ''}.`,
          fix: 'Lower scaleDownDelaySeconds, or raise progressDeadlineSeconds above it.',
        };
      }
    }
  },
});
