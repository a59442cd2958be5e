import { nameOf } from '../../graph/node.ts';
import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';

export const analysisWaitsForRequests = defineRule({
  id: 'rollout/analysis-waits-for-requests',
  severity: 'warning',
  needs: [],
  holds: 'A ratio that judges a canary has a value only where enough requests were counted.',
  why: 'One failure among three requests is a third. And where nothing was called, nothing was tested.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#inconclusive-runs'],
  plan: '/rollout/canary/analysis/minRequests',
  *check({ graph }) {
    for (const { node, pointer, role, name, promql } of listQueries(graph)) {
      if (role !== 'analysis' || promql === undefined || !promql.isRatio || promql.isGated) continue;
      yield {
        node,
        pointer,
        message: `The metric ${name} of ${nameOf(node)} judges a ratio however few requests there were.`,
        fix: 'Add `and sum(increase(<requests>[<window>])) >= <least>` to the query.',
      };
    }
  },
});
