import { listAnalyses, templatesOf } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const analysisEnds = defineRule({
  id: 'rollout/analysis-ends',
  severity: 'error',
  needs: [],
  holds:
    'Each metric of an analysis that a step or a promotion waits for is measured a finite number of times.',
  why: 'A metric with an interval and without a count is measured for ever. Argo Rollouts refuses such a Rollout as InvalidSpec.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation_references.go',
    'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#background-analysis',
  ],
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      for (const analysis of listAnalyses(rollout)) {
        if (analysis.when !== 'step' && analysis.when !== 'promotion') continue;
        for (const template of templatesOf(graph, analysis) ?? []) {
          const endless = (template.object.spec?.metrics ?? []).filter(
            ({ interval, count }) => interval !== undefined && (count === undefined || Number(count) === 0),
          );
          if (endless.length === 0) continue;
          yield {
            node: rollout,
            pointer: analysis.pointer,
            message: `${nameOf(rollout)} waits here for ${nameOf(template)}, which measures ${endless.map(({ name }) => name).join(', ')} without end.`,
            fix: 'Set count for the metric, or run the template in the background (strategy.canary.analysis).',
            related: [{ node: template, pointer: '/spec/metrics', message: 'There is no count here.' }],
          };
        }
      }
    }
  },
});
