import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

export const retryTries = defineRule({
  id: 'argocd/retry-tries',
  severity: 'warning',
  needs: [],
  holds: 'An Application that says how a failed sync is retried also says how often.',
  why: 'Without a limit there are no retries, not even those that Argo CD makes where nothing is said: a sync that fails once waits for somebody.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/',
    'https://github.com/argoproj/argo-cd/blob/master/pkg/apis/application/v1alpha1/types.go',
  ],
  *check({ graph }) {
    for (const { node, pointer, spec } of listApplications(graph)) {
      const { retry } = spec.syncPolicy ?? {};
      if (retry === undefined || (retry.limit ?? 0) !== 0) continue;
      // Whoever writes nothing but 0 wants no retries.
      if (retry.limit === 0 && retry.backoff === undefined && retry.refresh === undefined) continue;
      yield {
        node,
        pointer: `${pointer}/syncPolicy/retry`,
        message: `retry has ${retry.limit === 0 ? 'the limit 0' : 'no limit'}: a failed sync is not tried again.`,
        fix: 'Set limit, such as 5.',
      };
    }
  },
});
