import { nameOf } from '../../graph/node.ts';
import { showLabels } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const prometheusSelectsMonitor = defineRule({
  id: 'identity/prometheus-selects-monitor',
  severity: 'error',
  needs: ['cluster'],
  holds:
    "ServiceMonitors, PodMonitors and PrometheusRules carry the labels by which the cluster's Prometheus selects them.",
  why: 'Prometheus leaves out what its selectors do not match, without an error: no metrics, no alerts.',
  sources: [
    'https://github.com/prometheus-operator/kube-prometheus/issues/1392',
    'https://prometheus-operator.dev/docs/developer/getting-started/',
  ],
  *check({ graph, cluster }) {
    const { monitorLabels } = cluster.spec.monitoring;
    const kinds = ['ServiceMonitor', 'PodMonitor', 'PrometheusRule'] as const;
    for (const node of kinds.flatMap((kind) => [...graph.ofKind(kind)])) {
      const labels = node.object.metadata?.labels ?? {};
      const missing = Object.entries(monitorLabels).filter(([key, value]) => labels[key] !== value);
      if (missing.length === 0) continue;
      yield {
        node,
        pointer: '/metadata/labels',
        message: `${nameOf(node)} lacks ${showLabels(Object.fromEntries(missing))}, by which Prometheus of cluster ${cluster.metadata.name} selects.`,
        fix: `Add the labels of the cluster's spec.monitoring.monitorLabels.`,
      };
    }
  },
});
