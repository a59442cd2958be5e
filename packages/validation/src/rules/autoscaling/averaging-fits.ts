import { nameOf } from '../../graph/node.ts';
import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';

export const averagingFits = defineRule({
  id: 'autoscaling/averaging-fits',
  severity: 'warning',
  needs: [],
  holds:
    'A trigger that asks for a ratio has metricType Value; AverageValue is for counts, which are shared among pods.',
  why: 'AverageValue, the default, divides by the number of pods, canary pods included: a queue time of 100 ms looks like 10 ms on ten replicas, and nothing scales.',
  sources: [
    'https://keda.sh/docs/latest/scalers/prometheus/',
    'https://github.com/argoproj/argo-rollouts/issues/4369',
    'https://github.com/argoproj/argo-rollouts/issues/4607',
  ],
  plan: '/scaling/metric/type',
  *check({ graph }) {
    const ratios = listQueries(graph).filter(({ role, promql }) => role === 'scaling' && promql?.isRatio);
    for (const node of graph.ofKind('ScaledObject')) {
      for (const [index, { metricType, name }] of (node.object.spec?.triggers ?? []).entries()) {
        const pointer = `/spec/triggers/${index}`;
        const asksRatio = ratios.some(
          (query) => query.node.manifest === node.manifest && query.pointer.startsWith(`${pointer}/`),
        );
        if (!asksRatio || metricType === 'Value') continue;
        yield {
          node,
          pointer: metricType === undefined ? pointer : `${pointer}/metricType`,
          message: `The trigger ${name ?? index} of ${nameOf(node)} asks for a ratio, which ${metricType ?? 'AverageValue, the default,'} divides by the number of pods.`,
          fix: 'Set metricType: Value.',
        };
      }
    }
  },
});
