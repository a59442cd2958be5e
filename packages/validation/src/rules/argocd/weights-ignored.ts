import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

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
    for (const { node, pointer, spec, templated } of listApplications(graph)) {
      // Of an Application that is written out nobody can tell here what its path holds.
      if (!templated || spec.syncPolicy?.automated?.selfHeal !== true) continue;
      const ignores = (spec.ignoreDifferences ?? []).some(
        ({ kind, jqPathExpressions = [], jsonPointers = [] }) =>
          kind === 'VirtualService' &&
          [...jqPathExpressions, ...jsonPointers].some((path) => /http/.test(path)),
      );
      if (ignores) continue;
      yield {
        node,
        pointer,
        message:
          'Applications that heal themselves do not ignore the weights of VirtualServices, which a canary moves.',
        fix: 'Add ignoreDifferences for VirtualService with jqPathExpressions: [".spec.http[].route[].weight"].',
      };
    }
  },
});
