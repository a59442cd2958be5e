import { listAnalyses, templatesOf, type TemplateNode } from '../../graph/analyses.ts';
import { nameOf, type Node } from '../../graph/node.ts';
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
    const used = new Set<TemplateNode>(
      graph
        .ofKind('Rollout')
        .flatMap(listAnalyses)
        .flatMap((analysis) => templatesOf(graph, analysis) ?? []),
    );
    for (const node of graph.ofKind('AnalysisTemplate')) {
      if (used.has(node)) continue;
      const rollout = graph
        .ofKind('Rollout')
        .find((other) => other.namespace === node.namespace && listAnalyses(other).length > 0);
      if (rollout === undefined || isNamed(graph, node)) continue;
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

const KINDS = ['Rollout', 'AnalysisTemplate', 'Experiment', 'AnalysisRun'];

// Experiments and runs name templates too; of them any mention counts.
function isNamed({ nodes }: ResourceGraph, { name, namespace }: Node): boolean {
  const mention = `"templateName":${JSON.stringify(name)}`;
  return nodes.some(
    (node) =>
      node.group === 'argoproj.io' &&
      KINDS.includes(node.kind) &&
      node.namespace === namespace &&
      JSON.stringify(node.object.spec ?? {}).includes(mention),
  );
}
