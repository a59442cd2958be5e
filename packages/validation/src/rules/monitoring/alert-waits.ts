import { secondsIn } from '../../graph/durations.ts';
import { listQueries } from '../../graph/queries.ts';
import { defineRule } from '../../rule.ts';
import { listAlerts } from './list-alerts.ts';

export const alertWaits = defineRule({
  id: 'monitoring/alert-waits',
  severity: 'warning',
  needs: [],
  holds: 'An alert fires only when its condition has held for two evaluations.',
  why: 'One scrape that failed, or one restart, would wake somebody for nothing.',
  sources: [
    'https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/',
    'https://cloudflare.github.io/pint/checks/alerts/for.html',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('PrometheusRule')) {
      // A condition without series is meant to fire always.
      const constant = new Set(
        listQueries(graph)
          .filter((query) => query.node.manifest === node.manifest && query.promql?.selectors.length === 0)
          .map(({ pointer }) => pointer),
      );
      for (const { alert, rule, pointer, interval } of listAlerts(node)) {
        if (constant.has(`${pointer}/expr`)) continue;
        const wait = secondsIn(rule.for ?? '0s');
        const least = 2 * (secondsIn(interval ?? '0s') ?? 0);
        if (wait === undefined || (wait > 0 && wait >= least)) continue;
        yield {
          node,
          pointer: rule.for === undefined ? pointer : `${pointer}/for`,
          message:
            wait === 0
              ? `The alert ${alert} fires at its first evaluation.`
              : `The alert ${alert} fires after ${rule.for}; its group is evaluated every ${interval}.`,
          fix: least > 0 ? `Set for to ${least}s or more.` : 'Set for to two evaluations or more.',
        };
      }
    }
  },
});
