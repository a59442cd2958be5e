import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery } from './query-place.ts';

export const divisionGuarded = defineRule({
  id: 'monitoring/division-guarded',
  severity: 'warning',
  needs: [],
  holds: 'A rate of requests that divides is filtered to be more than zero.',
  why: 'Without requests the quotient is no number. An alert on it is silent, a record of it spoils every average over time, and an autoscaler reports an error or goes by it.',
  sources: [
    'https://prometheus.io/docs/prometheus/latest/querying/operators/#arithmetic-binary-operators',
    'https://github.com/argoproj/argo-rollouts/issues/180',
  ],
  *check({ graph }) {
    for (const query of listQueries(graph)) {
      const { node, pointer, role, promql } = query;
      if (!promql?.hasZeroDivisor || role === 'dashboard' || role === 'analysis') continue;
      const reads = promql.selectors.filter(
        ({ divides, metric }) => divides && /^(?:nv|istio)_/.test(metric),
      );
      const [divisor] = role === 'scaling' ? promql.selectors.filter(({ divides }) => divides) : reads;
      if (divisor === undefined) continue;
      yield {
        node,
        pointer,
        message: `The query of ${nameQuery(query)} divides by a rate of ${divisor.metric}, which is zero without requests.`,
        fix: 'Write … / (sum(rate(…)) > 0).',
      };
    }
  },
});
