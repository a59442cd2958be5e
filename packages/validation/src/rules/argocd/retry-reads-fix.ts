import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

export const retryReadsFix = defineRule({
  id: 'argocd/retry-reads-fix',
  severity: 'warning',
  needs: [],
  holds: 'Retries of a sync end, and each reads the newest revision.',
  why: 'A sync that fails is tried again at the revision at which it failed: the commit that mends it waits until the retries are used up, for ever if there is no limit.',
  sources: ['https://github.com/argoproj/argo-cd/issues/11494'],
  *check({ graph }) {
    for (const { node, pointer, spec } of listApplications(graph)) {
      const { retry, automated } = spec.syncPolicy ?? {};
      if (automated === undefined || retry === undefined) continue;
      const limit = retry.limit ?? 0;
      // Without a limit there are no retries.
      if (retry.refresh === true || limit === 0) continue;
      yield {
        node,
        pointer: `${pointer}/syncPolicy/retry`,
        message: `A failed sync is tried again ${limit < 0 ? 'for ever' : `${limit} times`} at the revision that failed.`,
        fix: 'Set refresh: true (Argo CD 3.2 and later).',
      };
    }
  },
});
