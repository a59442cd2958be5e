import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery } from './query-place.ts';

export const queryParses = defineRule({
  id: 'monitoring/query-parses',
  severity: 'error',
  needs: [],
  holds: 'Every query is PromQL.',
  why: 'Prometheus refuses the whole rule file, an autoscaler gets no value and an analysis ends with an error.',
  sources: ['https://prometheus.io/docs/prometheus/latest/querying/basics/'],
  *check({ graph }) {
    for (const query of listQueries(graph)) {
      const { node, pointer, errorAt, text } = query;
      if (errorAt === undefined) continue;
      yield {
        node,
        pointer,
        message: `The query of ${nameQuery(query)} is no PromQL: ${showQuery(text)}`,
        fix: 'Correct the expression; promtool check rules says what is wrong with it.',
      };
    }
  },
});

const SHOWN = 120;

function showQuery(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}
