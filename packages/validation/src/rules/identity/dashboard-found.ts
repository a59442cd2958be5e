import { nameOf } from '../../graph/node.ts';
import { showLabels } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const dashboardFound = defineRule({
  id: 'identity/dashboard-found',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    "A ConfigMap with a dashboard carries the labels by which the cluster's Grafana finds it, and no other does.",
  why: 'The sidecar of Grafana loads what it selects and says nothing of the rest: the dashboard is not there when it is needed.',
  sources: [
    'https://github.com/grafana/helm-charts/blob/main/charts/grafana/README.md#sidecar-for-dashboards',
  ],
  *check({ graph, cluster }) {
    const expected = Object.entries(cluster.spec.monitoring.dashboardLabels ?? {});
    if (expected.length === 0) return;
    for (const node of graph.ofKind('ConfigMap')) {
      const labels = node.object.metadata?.labels ?? {};
      const missing = expected.filter(([key, value]) => labels[key] !== value);
      const isFound = missing.length === 0;
      const holds = Object.entries(node.object.data ?? {}).some(
        ([file, text]) => file.endsWith('.json') && String(text).includes('"panels"'),
      );
      if (isFound === holds) continue;
      yield {
        node,
        pointer: holds ? '/metadata/labels' : '/data',
        message: holds
          ? `${nameOf(node)} holds a dashboard and lacks ${showLabels(Object.fromEntries(missing))}, by which Grafana of cluster ${cluster.metadata.name} finds it.`
          : `${nameOf(node)} has the labels of dashboards and holds none.`,
        fix: holds
          ? "Add the labels of the cluster's spec.monitoring.dashboardLabels."
          : 'Add it, as a file that ends with .json.',
      };
    }
  },
});
