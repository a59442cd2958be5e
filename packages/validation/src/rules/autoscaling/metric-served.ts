import { appendPointer, nearestName } from '@fleetwright/findings';
import { ADAPTER_METRICS } from '@fleetwright/plan';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const metricServed = defineRule({
  id: 'autoscaling/metric-served',
  severity: 'error',
  needs: ['cluster'],
  holds:
    "An autoscaler asks for a metric that the cluster's Prometheus adapter serves, of a metrics Service that exists.",
  why: 'The metric is unknown otherwise, and the autoscaler keeps the number of replicas as it is.',
  sources: [
    'https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md',
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis',
  ],
  plan: '/scaling/metric',
  *check({ graph, cluster }) {
    const served = Object.values(ADAPTER_METRICS).map(({ name }) => name);
    for (const node of graph.ofKind('HorizontalPodAutoscaler')) {
      for (const [index, { external }] of (node.object.spec?.metrics ?? []).entries()) {
        const name = external?.metric?.name;
        if (name === undefined) continue;
        const pointer = `/spec/metrics/${index}/external/metric`;
        const nearest = nearestName(name, served);
        // Other metrics may come from another adapter.
        if (!served.includes(name) && (nearest !== undefined || name.includes('fleetwright_'))) {
          yield {
            node,
            pointer: `${pointer}/name`,
            message: `${nameOf(node)} asks for the metric ${name}; the adapter of cluster ${cluster.metadata.name} serves ${served.join(', ')}.`,
            fix: nearest === undefined ? 'Ask for a metric that is served.' : `Did you mean ${nearest}?`,
          };
        }
        if (!served.includes(name)) continue;
        const { service } = external?.metric?.selector?.matchLabels ?? {};
        if (service !== undefined && graph.find('Service', node.namespace, service)) continue;
        yield {
          node,
          pointer:
            service === undefined ? pointer : appendPointer(`${pointer}/selector/matchLabels`, 'service'),
          absent: true,
          message:
            service === undefined
              ? `${nameOf(node)} asks for ${name} of every service: its selector has no label service.`
              : `${nameOf(node)} asks for ${name} of the Service ${service}, which does not exist in namespace ${node.namespace}.`,
          fix: 'Select by the label service, with the name of the Service that the ServiceMonitor scrapes.',
        };
      }
    }
  },
});
