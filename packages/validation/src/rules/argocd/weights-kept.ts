import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { ignoresWeights } from './ignores-weights.ts';

const OPTIONS = ['ApplyOutOfSyncOnly=true', 'RespectIgnoreDifferences=true'];

export const weightsKept = defineRule({
  id: 'argocd/weights-kept',
  severity: 'warning',
  needs: [],
  holds: 'An Application that ignores the weights of VirtualServices applies only what is out of sync.',
  why: 'A sync otherwise applies every object again: one of anything else during a canary writes the weights of git over those of the step.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#integrating-with-gitops',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#selective-sync',
  ],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      const { node, pointer, spec } = application;
      const options = spec.syncPolicy?.syncOptions ?? [];
      if (options.some((option) => OPTIONS.includes(option)) || !ignoresWeights(application)) continue;
      yield {
        node,
        pointer: `${pointer}/syncPolicy/syncOptions`,
        message: 'The weights of VirtualServices are ignored, and each sync applies them nevertheless.',
        fix: 'Add the option ApplyOutOfSyncOnly=true.',
      };
    }
  },
});
