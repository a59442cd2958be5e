import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { scrapedPorts } from './scraped-ports.ts';

export const prometheusAdmitted = defineRule({
  id: 'network/prometheus-admitted',
  severity: 'error',
  needs: ['cluster'],
  holds: "Network policies let the cluster's Prometheus reach the ports that it scrapes.",
  why: 'Prometheus gets no metrics: alerts, scaling and the analysis of a canary see nothing.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph, cluster }) {
    const { namespace, podLabels } = cluster.spec.monitoring.prometheus;
    for (const { workload, port, monitor } of scrapedPorts(graph)) {
      const ingress = isolationOf(graph, workload, 'ingress');
      const endpoint = { protocol: 'TCP', port } as const;
      // Where nobody is let in, that is said already.
      if (ingress === undefined || !lets(ingress, endpoint, { graph, server: workload })) continue;
      if (lets(ingress, endpoint, { graph, server: workload, peer: { namespace, podLabels } })) continue;
      yield {
        ...placeOfRules(ingress, workload, 'ingress'),
        message: `Prometheus in namespace ${namespace} may not reach port ${port} of ${nameOf(workload.node)}, which ${nameOf(monitor)} scrapes.`,
        fix: `Let namespace ${namespace} in at port ${port}.`,
        related: [{ node: monitor, pointer: '/spec', message: 'The monitor.' }],
      };
    }
  },
});
