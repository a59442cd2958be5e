import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { listAnalyses, templatesOf } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { readArgs } from './analysis-args.ts';

export const analysisArgsUsed = defineRule({
  id: 'rollout/analysis-args-used',
  severity: 'warning',
  needs: [],
  holds:
    'Every argument that an analysis gives is declared by a template, and every declared one is read by a metric.',
  why: 'Argo Rollouts drops an argument that no template declares without a word: a misspelt name leaves the query as it was.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#analysis-template-arguments'],
  *check({ graph }) {
    yield* listUnknown(graph);
    for (const template of [
      ...graph.ofKind('AnalysisTemplate'),
      ...graph.ofKind('ClusterAnalysisTemplate'),
    ]) {
      // Templates that include others may declare arguments for them.
      if ((template.object.spec?.templates ?? []).length > 0) continue;
      const read = readArgs(template);
      for (const [index, { name = '' }] of (template.object.spec?.args ?? []).entries()) {
        if (read.has(name)) continue;
        yield {
          node: template,
          pointer: `/spec/args/${index}/name`,
          message: `No metric of ${nameOf(template)} reads the argument ${name}.`,
          fix: `Read it as {{args.${name}}}, or remove it.`,
        };
      }
    }
  },
});

function* listUnknown(graph: ResourceGraph): Iterable<Violation> {
  for (const rollout of graph.ofKind('Rollout')) {
    for (const analysis of listAnalyses(rollout)) {
      const templates = templatesOf(graph, analysis);
      if (templates === undefined) continue;
      const declared = templates.flatMap(({ object }) => object.spec?.args ?? []).map(({ name }) => name);
      for (const [index, { name = '' }] of analysis.args.entries()) {
        if (declared.includes(name)) continue;
        yield {
          node: rollout,
          pointer: `${analysis.pointer}/args/${index}/name`,
          message: `No template of this analysis declares the argument ${name}; they declare ${declared.join(', ') || 'none'}.`,
          fix: 'Correct the name, or remove the argument.',
          related: templates.map((template) => ({
            node: template,
            pointer: '/spec/args',
            message: 'A template of this analysis.',
          })),
        };
      }
    }
  }
}
