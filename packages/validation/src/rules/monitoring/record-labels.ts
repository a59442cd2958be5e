import type { Matcher } from '../../graph/promql.ts';
import { listQueries } from '../../graph/queries.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';

export const recordLabels = defineRule({
  id: 'monitoring/record-labels',
  severity: 'warning',
  needs: [],
  holds: 'A query of a recorded series selects by labels that one of its records sets.',
  why: 'Records of one name differ in the labels that their rules set. Where none sets what a query asks for, the query finds nothing, and an alert on it never fires.',
  sources: ['https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/'],
  *check({ graph }) {
    const records = listRecords(graph);
    const reads = listQueries(graph).flatMap((query) =>
      (query.promql?.selectors ?? []).flatMap(({ metric, matchers }) =>
        records.has(metric) && !records.get(metric)!.some((labels) => mayMatch(labels, matchers))
          ? [{ query, metric: `${metric}{${showMatchers(matchers)}}` }]
          : [],
      ),
    );
    for (const { query, metric } of oncePerObject(reads))
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}; no rule records it with these labels.`,
        fix: 'Give the record these labels, or select by those that it has.',
      };
  },
});

/** Labels that a rule sets on its record; undefined where other rules of the name set a label and this one does not. */
type RecordLabels = Readonly<Record<string, string | undefined>>;

function listRecords(graph: ResourceGraph): Map<string, RecordLabels[]> {
  const records = new Map<string, RecordLabels[]>();
  for (const { object } of graph.ofKind('PrometheusRule'))
    for (const { rules = [] } of object.spec?.groups ?? [])
      for (const { record, labels = {} } of rules)
        if (record !== undefined) records.set(record, [...(records.get(record) ?? []), labels]);
  for (const [name, list] of records) {
    const keys = Object.fromEntries(
      list.flatMap((labels) => Object.keys(labels)).map((key) => [key, undefined]),
    );
    records.set(
      name,
      list.map((labels) => ({ ...keys, ...labels })),
    );
  }
  return records;
}

// A label that no rule of the name sets comes from the series.
function mayMatch(labels: RecordLabels, matchers: readonly Matcher[]): boolean {
  return matchers.every(
    ({ label, op, value }) =>
      op !== '=' || value.includes('$') || !(label in labels) || labels[label] === value,
  );
}

function showMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(({ label, op, value }) => `${label}${op}"${value}"`).join(',');
}
