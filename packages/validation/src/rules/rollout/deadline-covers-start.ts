import { longestStart } from '../../graph/probe-seconds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

/** Default of Argo Rollouts and of Deployments. */
const DEFAULT_DEADLINE = 600;

export const deadlineCoversStart = defineRule({
  id: 'rollout/deadline-covers-start',
  severity: 'error',
  needs: [],
  holds:
    'progressDeadlineSeconds is longer than minReadySeconds and the time that the startup probe allows, together.',
  why: 'A pod that starts within its own time would count as stuck: the rollout is Degraded, or aborted where progressDeadlineAbort is set.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/specification/',
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#progress-deadline-seconds',
  ],
  plan: '/budgets/progressDeadlineSeconds',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { node } = workload;
      if (node.kind !== 'Rollout' && node.kind !== 'Deployment') continue;
      const { progressDeadlineSeconds, minReadySeconds = 0 } = (node.object.spec ?? {}) as DeadlineSpec;
      // A Deployment that passes the default is told so, and goes on.
      if (progressDeadlineSeconds === undefined && node.kind === 'Deployment') continue;
      const deadline = progressDeadlineSeconds ?? DEFAULT_DEADLINE;
      const start = longestStart(workload);
      const needed = minReadySeconds + (start?.seconds ?? 0);
      // What the API server sees itself is refused when both are equal.
      if (deadline > needed || (start !== undefined && deadline === needed)) continue;
      yield {
        node,
        pointer: progressDeadlineSeconds === undefined ? '/spec' : '/spec/progressDeadlineSeconds',
        message: `${nameOf(node)} gives a rollout ${deadline}s to make progress${progressDeadlineSeconds === undefined ? ' (the default)' : ''}; a pod may take ${needed}s (startup probe ${start?.seconds ?? 0}s, minReadySeconds ${minReadySeconds}s).`,
        fix: `Set progressDeadlineSeconds to more than ${needed}, plus the time for pulling the image and fetching models.`,
        ...(start && {
          related: [
            {
              node,
              pointer: `${start.owner.pointer}/startupProbe`,
              message: `This probe allows ${start.seconds}s.`,
            },
          ],
        }),
      };
    }
  },
});

interface DeadlineSpec {
  progressDeadlineSeconds?: number;
  minReadySeconds?: number;
}
