import type { AnalysisTemplateMetric } from '@fleetwright/kube-schemas';
import type { TemplateNode } from '../../graph/analyses.ts';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const metricHasProvider = defineRule({
  id: 'rollout/metric-has-provider',
  severity: 'error',
  needs: [],
  holds: 'An AnalysisTemplate has metrics, and each has one provider and a query for it.',
  why: 'The fields are optional for the API server. The controller ends the analysis with an error, which aborts the update.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/',
    'https://github.com/argoproj/argo-rollouts/blob/master/utils/analysis/factory.go',
  ],
  *check({ graph }) {
    for (const node of [...graph.ofKind('AnalysisTemplate'), ...graph.ofKind('ClusterAnalysisTemplate')]) {
      const { metrics = [], templates = [] } = node.object.spec ?? {};
      if (metrics.length === 0 && templates.length === 0)
        yield {
          node,
          pointer: '/spec',
          message: `${nameOf(node)} has no metrics.`,
          fix: 'Add a metric, or remove the template.',
        };
      for (const [index, metric] of metrics.entries()) yield* checkMetric(node, metric, index);
    }
  },
});

function* checkMetric(
  node: TemplateNode,
  metric: Loose<AnalysisTemplateMetric>,
  index: number,
): Iterable<Violation> {
  const { name, provider } = metric;
  const kinds = Object.keys(provider ?? {});
  const pointer = `/spec/metrics/${index}/provider`;
  if (kinds.length !== 1)
    yield {
      node,
      pointer,
      message: `The metric ${name} of ${nameOf(node)} has ${kinds.length === 0 ? 'no provider' : `the providers ${kinds.join(' and ')}`}.`,
      fix: 'Give each metric one provider.',
    };
  else if (provider?.prometheus !== undefined && !provider.prometheus.query)
    yield {
      node,
      pointer: `${pointer}/prometheus`,
      message: `The metric ${name} of ${nameOf(node)} asks Prometheus without a query.`,
      fix: 'Add the query.',
    };
}
