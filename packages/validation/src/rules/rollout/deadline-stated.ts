import { asksForGpu } from '../../graph/gpu-count.ts';
import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const deadlineStated = defineRule({
  id: 'rollout/deadline-stated',
  severity: 'warning',
  needs: [],
  holds: 'A Rollout of an inference server states progressDeadlineSeconds and progressDeadlineAbort.',
  why: 'The default of ten minutes knows nothing of images of 10 GB and of models. And by default a canary that never gets ready is not aborted: it keeps its GPUs until a person comes.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/specification/',
    'https://github.com/argoproj/argo-rollouts/issues/1593',
  ],
  plan: '/budgets/progressDeadlineSeconds',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const { node } = workload;
      if (node.kind !== 'Rollout' || !(isTriton(workload) || asksForGpu(workload))) continue;
      const spec = (node.object.spec ?? {}) as Record<string, unknown>;
      const missing = ['progressDeadlineSeconds', 'progressDeadlineAbort'].filter(
        (field) => spec[field] === undefined,
      );
      if (missing.length === 0) continue;
      yield {
        node,
        pointer: '/spec',
        message: `${nameOf(node)} leaves ${missing.join(' and ')} to the default.`,
        fix: 'Set both: the time for image, models, startup and minReadySeconds, and whether a canary that misses it is aborted.',
      };
    }
  },
});
