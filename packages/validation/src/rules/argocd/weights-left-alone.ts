import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

export const weightsLeftAlone = defineRule({
  id: 'argocd/weights-left-alone',
  severity: 'error',
  needs: [],
  holds:
    'An Application that ignores the weights of VirtualServices does not also apply what it ignores (RespectIgnoreDifferences).',
  why: 'With that option the whole list that holds an ignored field is taken from the cluster: later changes of routes in git are never applied, and nothing shows it.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#respect-ignore-difference-configs',
    'https://github.com/argoproj/argo-rollouts/issues/3854',
  ],
  *check({ graph }) {
    for (const { node, pointer, spec } of listApplications(graph)) {
      const options = spec.syncPolicy?.syncOptions ?? [];
      const index = options.indexOf('RespectIgnoreDifferences=true');
      const ignored = (spec.ignoreDifferences ?? []).findIndex(
        ({ kind, group }) => kind === 'VirtualService' && group === 'networking.istio.io',
      );
      if (index < 0 || ignored < 0) continue;
      yield {
        node,
        pointer: `${pointer}/syncPolicy/syncOptions/${index}`,
        message:
          'RespectIgnoreDifferences is set while differences of VirtualServices are ignored: their routes are never updated.',
        fix: 'Remove the option: ignoring the difference is enough.',
        related: [{ node, pointer: `${pointer}/ignoreDifferences/${ignored}`, message: 'what is ignored' }],
      };
    }
  },
});
