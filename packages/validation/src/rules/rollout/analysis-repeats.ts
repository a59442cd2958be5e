import { listAnalyses, templatesOf } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const analysisRepeats = defineRule({
  id: 'rollout/analysis-repeats',
  severity: 'warning',
  needs: [],
  holds: 'Each metric of a background analysis is measured at an interval.',
  why: 'Without one it is measured a single time, at the first weight: what the later steps bring is not watched.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#background-analysis'],
  plan: '/rollout/canary/analysis/interval',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      for (const analysis of listAnalyses(rollout)) {
        if (analysis.when !== 'background') continue;
        for (const template of templatesOf(graph, analysis) ?? []) {
          for (const [index, { name, interval, provider }] of (
            template.object.spec?.metrics ?? []
          ).entries()) {
            // A Job is a test of its own, which may well run once.
            if (interval !== undefined || provider?.job !== undefined) continue;
            yield {
              node: template,
              pointer: `/spec/metrics/${index}`,
              message: `The metric ${name} has no interval: it is measured once while ${nameOf(rollout)} goes through all its steps.`,
              fix: 'Set interval, and leave count out.',
              related: [
                { node: rollout, pointer: analysis.pointer, message: 'It runs in the background here.' },
              ],
            };
          }
        }
      }
    }
  },
});
