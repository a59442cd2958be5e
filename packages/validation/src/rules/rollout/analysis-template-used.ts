import { listAnalyses } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';

export const analysisTemplateUsed = defineRule({
  id: 'rollout/analysis-template-used',
  severity: 'warning',
  needs: [],
  holds: 'Where a Rollout is analysed, each AnalysisTemplate beside it is run by something.',
  why: 'A template that nobody names judges nothing: the canary goes out without the check that it was written for.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/'],
  plan: '/rollout/canary/analysis',
  *check({ graph }) {
    for (const node of graph.ofKind('AnalysisTemplate')) {
      const rollout = graph
        .ofKind('Rollout')
        .find((other) => other.namespace === node.namespace && listAnalyses(other).length > 0);
      if (rollout === undefined || isNamed(graph, node.name, node.namespace)) continue;
      yield {
        node,
        pointer: '',
        absent: true,
        message: `No Rollout in namespace ${node.namespace} runs ${nameOf(node)}.`,
        fix: `Name it in an analysis of ${nameOf(rollout)}, or remove it.`,
        related: [{ node: rollout, pointer: '/spec/strategy', message: 'The analyses of this Rollout.' }],
      };
    }
  },
});

// Experiments and runs name templates too; of them any mention counts.
function isNamed(graph: ResourceGraph, name: string, namespace: string): boolean {
  return graph.nodes.some(({ group, kind, object, ...node }) => {
    if (group !== 'argoproj.io' || node.namespace !== namespace) return false;
    return kind === 'Rollout' ||
      kind === 'AnalysisTemplate' ||
      kind === 'Experiment' ||
      kind === 'AnalysisRun'
      ? JSON.stringify(object.spec ?? {}).includes(`"templateName":${JSON.stringify(name)}`)
      : false;
  });
}
