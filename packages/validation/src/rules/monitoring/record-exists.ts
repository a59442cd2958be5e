import { nearestName } from '@fleetwright/findings';
import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';

export const recordExists = defineRule({
  id: 'monitoring/record-exists',
  severity: 'warning',
  needs: [],
  holds: 'A recorded series that a query reads is recorded under that very name.',
  why: 'A query of a record that nobody makes finds nothing, and an alert on it never fires.',
  sources: ['https://prometheus.io/docs/practices/rules/'],
  *check({ graph }) {
    const records = new Set(
      graph
        .ofKind('PrometheusRule')
        .flatMap(({ object }) => object.spec?.groups ?? [])
        .flatMap(({ rules = [] }) => rules.flatMap(({ record }) => record ?? [])),
    );
    const reads = listQueries(graph).flatMap((query) =>
      (query.promql?.selectors ?? []).flatMap(({ metric }) =>
        metric.includes(':') && !records.has(metric) ? [{ query, metric }] : [],
      ),
    );
    for (const { query, metric } of oncePerObject(reads)) {
      // Other records may be made elsewhere; one that is nearly the same is meant.
      const nearest = nearestName(metric, [...records]);
      if (nearest === undefined) continue;
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads ${metric}, which no rule records.`,
        fix: `Did you mean ${nearest}?`,
      };
    }
  },
});
