import { listAnalyses } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const canaryAnalysed = defineRule({
  id: 'rollout/canary-analysed',
  severity: 'warning',
  needs: [],
  holds: 'A canary in steps is judged by an analysis.',
  why: 'Without one only time passes between the steps: a version that fails every request is promoted like any other.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/'],
  plan: '/rollout/canary/analysis',
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      const { canary } = node.object.spec?.strategy ?? {};
      const steps = canary?.steps ?? [];
      if (steps.length === 0 || listAnalyses(node).some(({ references }) => references.length > 0)) continue;
      // A plugin may judge, and so may the person that a pause without an end waits for.
      if (steps.some(({ plugin, pause }) => plugin !== undefined || (pause && pause.duration === undefined)))
        continue;
      yield {
        node,
        pointer: '/spec/strategy/canary',
        message: `${nameOf(node)} goes through ${steps.length} steps, and nothing judges its canary.`,
        fix: 'Add strategy.canary.analysis with an AnalysisTemplate that measures failures and latency.',
      };
    }
  },
});
