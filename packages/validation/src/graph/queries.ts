import { appendPointer } from '@fleetwright/findings';
import { listDashboardQueries } from './dashboard-queries.ts';
import type { Node } from './node.ts';
import { parsePromql, splitLiterals, type Promql, type PromqlText } from './promql.ts';
import { rememberObjects, rememberTexts } from './remember.ts';
import type { ResourceGraph } from './resource-graph.ts';

/** What a query is for. */
export type QueryRole = 'alert' | 'record' | 'analysis' | 'scaling' | 'dashboard';

/** One PromQL query of an object. */
export interface Query {
  node: Node;
  /** JSON pointer of the query in the object. */
  pointer: string;
  role: QueryRole;
  /** Name of the alert, the record, the metric, the trigger or the panel. */
  name: string;
  text: string;
  /** Undefined when it does not parse, or cannot be judged. */
  promql: Promql | undefined;
  /** It has no value that could be filled in, and does not parse at this place. */
  errorAt: number | undefined;
}

/** A query before it is read. */
export type QueryText = Pick<Query, 'node' | 'pointer' | 'role' | 'name' | 'text'> & {
  /** It may be in another language: what does not parse is left alone. */
  uncertain?: boolean;
};

/** Every query of a graph: of rules, analyses, autoscalers and dashboards. */
export const listQueries = rememberObjects((graph: ResourceGraph): readonly Query[] =>
  [...listTexts(graph)].map(readQuery),
);

function* listTexts(graph: ResourceGraph): Iterable<QueryText> {
  yield* listRuleQueries(graph);
  yield* listAnalysisQueries(graph);
  yield* listTriggerQueries(graph);
  yield* listDashboardQueries(graph);
}

function* listRuleQueries(graph: ResourceGraph): Iterable<QueryText> {
  for (const node of graph.ofKind('PrometheusRule'))
    for (const [group, { rules = [] }] of (node.object.spec?.groups ?? []).entries())
      for (const [index, { alert, record, expr }] of rules.entries())
        if (expr !== undefined)
          yield {
            node,
            pointer: `/spec/groups/${group}/rules/${index}/expr`,
            role: alert === undefined ? 'record' : 'alert',
            name: alert ?? record ?? '',
            text: String(expr),
          };
}

function* listAnalysisQueries(graph: ResourceGraph): Iterable<QueryText> {
  for (const node of [...graph.ofKind('AnalysisTemplate'), ...graph.ofKind('ClusterAnalysisTemplate')])
    for (const [index, { name = '', provider }] of (node.object.spec?.metrics ?? []).entries()) {
      const text = provider?.prometheus?.query;
      if (text !== undefined)
        yield {
          node,
          pointer: `/spec/metrics/${index}/provider/prometheus/query`,
          role: 'analysis',
          name,
          text: String(text),
        };
    }
}

function* listTriggerQueries(graph: ResourceGraph): Iterable<QueryText> {
  for (const node of graph.ofKind('ScaledObject'))
    for (const [index, { type, name, metadata }] of (node.object.spec?.triggers ?? []).entries()) {
      const text = type === 'prometheus' ? metadata?.query : undefined;
      if (text !== undefined)
        yield {
          node,
          pointer: appendPointer(`/spec/triggers/${index}/metadata`, 'query'),
          role: 'scaling',
          name: name ?? String(index),
          text: String(text),
        };
    }
}

function readQuery({ uncertain = false, ...query }: QueryText): Query {
  const { promql, errorAt } = readText(query.text);
  return { ...query, promql, errorAt: uncertain ? undefined : errorAt };
}

const readText = rememberTexts((queryText): Pick<Query, 'promql' | 'errorAt'> => {
  const text = splitLiterals(queryText);
  const candidates = fillPlaceholders(text);
  let errorAt: number | undefined;
  for (const code of candidates) {
    const parsed = parsePromql({ ...text, code });
    if (parsed !== undefined && 'query' in parsed) return { promql: parsed.query, errorAt: undefined };
    errorAt = parsed?.errorAt;
  }
  const isCertain = candidates.length === 1 && candidates[0] === text.code;
  return { promql: undefined, errorAt: isCertain ? errorAt : undefined };
});

/** What stands for an argument or a variable where a metric does. */
export const PLACEHOLDER = 'placeholder';

// Arguments of an analysis, and variables of a dashboard: what stands for them, depending on the place.
const PLACEHOLDERS = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|\[\[\w+\]\]|\$\w+/g;

function fillPlaceholders({ code }: PromqlText): string[] {
  if (code.search(PLACEHOLDERS) < 0) return [code];
  return ['5m', PLACEHOLDER, '1'].map((value) => code.replace(PLACEHOLDERS, value));
}
