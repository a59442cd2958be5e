import type { Rollout } from '@fleetwright/kube-schemas';
import { listAnalyses, templatesOf, type Analysis } from '../../graph/analyses.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { listQueries, PLACEHOLDER, type Query } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';

export const analysisSeesCanary = defineRule({
  id: 'rollout/analysis-sees-canary',
  severity: 'warning',
  needs: [],
  holds:
    'The queries of a canary analysis ask for the canary: its Service, its subset, or the hash of its pods.',
  why: 'A query over stable and canary pods together shows a canary of 10 % with a tenth of its failures: a bad version passes.',
  sources: ['https://argo-rollouts.readthedocs.io/en/stable/features/analysis/'],
  *check({ graph }) {
    const queries = listQueries(graph).filter(({ role }) => role === 'analysis');
    for (const rollout of graph.ofKind('Rollout')) {
      const marks = canaryMarks(rollout);
      if (marks.length === 0) continue;
      for (const analysis of listAnalyses(rollout)) {
        const signs = [...marks, ...canaryArgs(analysis, marks)];
        const templates = templatesOf(graph, analysis) ?? [];
        for (const query of queries.filter(({ node }) =>
          templates.some(({ manifest }) => manifest === node.manifest),
        )) {
          const blind = listBlindMetrics(query, signs);
          if (blind.length === 0) continue;
          yield {
            node: query.node,
            pointer: query.pointer,
            message: `The query of ${query.name} does not ask for the canary of ${nameOf(rollout)}: its selectors of ${blind.join(' and ')} name neither ${marks.join(' nor ')} nor the hash of its pods.`,
            fix: `Select by ${marks[0]}, or by an argument from podTemplateHashValue: Latest.`,
            related: [{ node: rollout, pointer: analysis.pointer, message: 'The analysis runs here.' }],
          };
        }
      }
    }
  },
});

/** Metrics of which no selector names the canary; one that compares it with the stable pods has both. */
function listBlindMetrics({ promql }: Query, signs: readonly string[]): string[] {
  const blind = new Map<string, boolean>();
  for (const { metric, matchers } of promql?.selectors ?? []) {
    const sees = matchers.some(({ value }) => signs.some((sign) => names(value, sign)));
    blind.set(metric, (blind.get(metric) ?? true) && !sees);
  }
  // An argument may hold a query as a whole.
  return [...blind.keys()].filter((metric) => blind.get(metric) && metric !== PLACEHOLDER);
}

function canaryMarks({ object }: Node<Rollout>): string[] {
  const { canaryService, pingPong, trafficRouting } = object.spec?.strategy?.canary ?? {};
  const subset = trafficRouting?.istio?.destinationRule?.canarySubsetName;
  // Ping and pong are the canary in turn.
  return pingPong === undefined ? [canaryService, subset].filter((mark) => mark !== undefined) : [];
}

/** Placeholders of the arguments that tell the canary; where a field of the Rollout fills one in, it may do so. */
function canaryArgs({ args }: Analysis, marks: readonly string[]): string[] {
  return args
    .filter(
      ({ value, valueFrom }) =>
        valueFrom?.podTemplateHashValue === 'Latest' ||
        valueFrom?.fieldRef !== undefined ||
        marks.some((mark) => names(String(value ?? ''), mark)),
    )
    .map(({ name }) => `args.${name}`);
}

/** Whether a text holds a name that does not go on before or after it. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + name.length] ?? '')) return true;
  }
  return false;
}
