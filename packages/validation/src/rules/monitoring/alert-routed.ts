import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listAlerts } from './list-alerts.ts';

export const alertRouted = defineRule({
  id: 'monitoring/alert-routed',
  severity: 'warning',
  needs: ['cluster', 'environment'],
  holds:
    'An alert carries the labels by which the environment routes alerts, and names its own cluster where it names one.',
  why: 'An alert with other labels goes to the default receiver; one that names another cluster sends people to the wrong place.',
  sources: ['https://prometheus.io/docs/alerting/latest/configuration/#route'],
  *check({ graph, cluster, environment }) {
    const routing = environment.spec.alerts?.labels ?? {};
    for (const node of graph.ofKind('PrometheusRule')) {
      for (const { alert, rule, pointer } of listAlerts(node)) {
        const labels: Record<string, unknown> = rule.labels ?? {};
        const expected = { ...routing, ...('cluster' in labels && { cluster: cluster.metadata.name }) };
        const wrong = Object.entries(expected).find(([key, value]) => labels[key] !== value);
        if (wrong === undefined) continue;
        const [key, value] = wrong;
        yield {
          node,
          pointer: `${pointer}/labels`,
          message: `The alert ${alert} of ${nameOf(node)} has ${key in labels ? `${key}=${String(labels[key])}` : `no label ${key}`}; expected ${key}=${value}.`,
          fix: `Set the label ${key} to ${value}.`,
        };
      }
    }
  },
});
