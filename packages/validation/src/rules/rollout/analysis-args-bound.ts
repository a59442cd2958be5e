import { listAnalyses, templatesOf, type Analysis, type TemplateNode } from '../../graph/analyses.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { readArgs } from './analysis-args.ts';

export const analysisArgsBound = defineRule({
  id: 'rollout/analysis-args-bound',
  severity: 'error',
  needs: [],
  holds: 'Every argument of an analysis has a value, and every argument that a metric reads is declared.',
  why: 'An argument without a value cannot be filled into the query: the Rollout is InvalidSpec, or its analysis ends with an error and aborts the update.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/analysis/#analysis-template-arguments',
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation_references.go',
  ],
  plan: '/rollout/canary/analysis',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      for (const analysis of listAnalyses(rollout)) {
        const templates = templatesOf(graph, analysis);
        if (templates === undefined) continue;
        yield* listUnbound(analysis, templates);
        yield* listUndeclared(analysis, templates);
      }
    }
  },
});

function* listUnbound(
  { rollout, pointer, args }: Analysis,
  templates: readonly TemplateNode[],
): Iterable<Violation> {
  const given = new Set(args.map(({ name }) => name));
  for (const template of templates) {
    for (const [index, { name = '', value, valueFrom }] of (template.object.spec?.args ?? []).entries()) {
      if (value !== undefined || valueFrom !== undefined || given.has(name)) continue;
      yield {
        node: rollout,
        pointer: args.length > 0 ? `${pointer}/args` : pointer,
        message: `The analysis gives no value for the argument ${name} of ${nameOf(template)}.`,
        fix: `Give ${name} a value in the args of the analysis, or a default in the template.`,
        related: [
          { node: template, pointer: `/spec/args/${index}/name`, message: `${name} has no default here.` },
        ],
      };
    }
  }
}

// The templates of one analysis share their arguments.
function* listUndeclared(
  { rollout, pointer }: Analysis,
  templates: readonly TemplateNode[],
): Iterable<Violation> {
  const declared = new Set(
    templates.flatMap(({ object }) => object.spec?.args ?? []).map(({ name }) => name),
  );
  for (const template of templates) {
    for (const name of readArgs(template)) {
      if (declared.has(name)) continue;
      yield {
        node: template,
        pointer: '/spec/metrics',
        message: `${nameOf(template)} reads the argument ${name}, which it does not declare.`,
        fix: `Add ${name} to spec.args of the template.`,
        related: [{ node: rollout, pointer, message: `${nameOf(rollout)} runs it here.` }],
      };
    }
  }
}
