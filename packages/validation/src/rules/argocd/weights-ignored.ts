import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { ignoresWeights } from './ignores-weights.ts';

export const weightsIgnored = defineRule({
  id: 'argocd/weights-ignored',
  severity: 'warning',
  needs: [],
  holds: 'An Application that heals itself and reads one placement ignores the weights that a canary moves.',
  why: 'Argo Rollouts and Argo CD otherwise write the weights in turn: the canary gets traffic for seconds at a time.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/#integrating-with-gitops',
  ],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      const { node, pointer, spec, templated } = application;
      // Of an Application that is written out nobody can tell here what its path holds.
      if (!templated || spec.syncPolicy?.automated?.selfHeal !== true) continue;
      if (ignoresWeights(application)) continue;
      yield {
        node,
        pointer,
        // Whoever has no routes has no weights.
        absent: graph.ofKind('VirtualService').length === 0,
        message:
          'Applications that heal themselves do not ignore the weights of VirtualServices, which a canary moves.',
        fix: 'Add ignoreDifferences for VirtualService with jqPathExpressions: [".spec.http[].route[].weight"].',
      };
    }
  },
});
