import { nameOf } from '../../graph/node.ts';
import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { isTritonName } from './triton-metrics.ts';

export const absenceAlerted = defineRule({
  id: 'monitoring/absence-alerted',
  severity: 'warning',
  needs: [],
  holds: 'Where alerts read the metrics of Triton, one alert fires when there are none.',
  why: 'An alert on a metric that is no longer scraped is silent: a service without a single pod looks healthy.',
  sources: [
    'https://prometheus.io/docs/prometheus/latest/querying/functions/#absent',
    'https://cloudflare.github.io/pint/checks/alerts/absent.html',
  ],
  *check({ graph }) {
    const alerts = listQueries(graph).filter(({ role }) => role === 'alert');
    for (const node of graph.ofKind('PrometheusRule')) {
      const reads = alerts.find(
        (query) =>
          query.node.manifest === node.manifest &&
          query.promql?.selectors.some(({ metric }) => isTritonName(metric)),
      );
      const guarded = alerts.some(
        (query) =>
          query.node.namespace === node.namespace &&
          query.promql?.selectors.some(
            ({ metric, calls }) =>
              calls.includes('absent') ||
              calls.includes('absent_over_time') ||
              (metric === 'up' && calls.length === 0),
          ),
      );
      if (reads === undefined || guarded) continue;
      yield {
        node,
        pointer: reads.pointer,
        message: `The alerts of ${nameOf(node)} read metrics of Triton, and none in namespace ${node.namespace} fires when there are none.`,
        fix: 'Add an alert on absent(up{…} == 1) for what the monitor scrapes.',
      };
    }
  },
});
