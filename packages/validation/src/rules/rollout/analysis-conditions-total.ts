import type { AnalysisTemplateMetric } from '@fleetwright/kube-schemas';
import { nameOf } from '../../graph/node.ts';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';

export const analysisConditionsTotal = defineRule({
  id: 'rollout/analysis-conditions-total',
  severity: 'warning',
  needs: [],
  holds:
    'The conditions of a metric have an answer for every result, an empty one and one that is no number included.',
  why: 'Without requests a query gives nothing, or a quotient of zeros. Reading the first of no values is an error, which aborts a sound canary after five; without a success condition, no number at all counts as success.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/issues/1466',
    'https://github.com/argoproj/argo-rollouts/issues/180',
    'https://github.com/argoproj/argo-rollouts/blob/master/utils/evaluate/evaluate.go',
  ],
  *check({ graph }) {
    for (const node of [...graph.ofKind('AnalysisTemplate'), ...graph.ofKind('ClusterAnalysisTemplate')]) {
      for (const [index, metric] of (node.object.spec?.metrics ?? []).entries()) {
        const problem = findProblem(metric);
        if (problem === undefined) continue;
        yield {
          node,
          pointer: `/spec/metrics/${index}${problem.field}`,
          message: `The metric ${metric.name} of ${nameOf(node)} ${problem.text}`,
          fix: 'Write both conditions over len(result) > 0 && !isNaN(result[0]) && …, so that no number is inconclusive.',
        };
      }
    }
  },
});

type Metric = Loose<AnalysisTemplateMetric>;

function findProblem(metric: Metric): { field: string; text: string } | undefined {
  // Other providers give one value, not a list, or judge by themselves.
  const query = metric.provider?.prometheus?.query;
  if (query === undefined) return undefined;
  const { successCondition: success, failureCondition: failure } = metric;
  if (!success && !failure)
    return { field: '', text: 'has no condition: every measurement counts as a success.' };
  if (!success)
    return {
      field: '/failureCondition',
      text: 'has a failure condition alone: no number at all counts as a success.',
    };
  const blind = (['successCondition', 'failureCondition'] as const).find((field) =>
    readsFirstBlindly(metric[field], query),
  );
  if (blind !== undefined)
    return {
      field: `/${blind}`,
      text: `reads the first of its results in ${blind}, also where there is none: that is an error.`,
    };
  if (!failure && metric.inconclusiveLimit !== undefined)
    return {
      field: '/inconclusiveLimit',
      text: 'has no failure condition, so that no measurement is inconclusive and its inconclusiveLimit never applies.',
    };
  const unsure = divides(query) && ![success, failure].join().includes('isNaN');
  if (unsure && failure)
    return {
      field: '/failureCondition',
      text: 'divides, and no condition asks isNaN for a quotient of zeros.',
    };
  return undefined;
}

function readsFirstBlindly(condition: string | undefined, query: string): boolean {
  return (
    condition !== undefined &&
    /\bresult\s*\[/.test(condition) &&
    !/\blen\s*\(|\bisNil\s*\(|\bdefault\s*\(/.test(condition) &&
    !/\bor\s+(?:on\s*\(\s*\)\s*)?(?:vector|absent)\s*\(/.test(query)
  );
}

function divides(query: string): boolean {
  return query.replace(/"[^"]*"/g, '').includes('/');
}
