import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { scrapedPorts } from './scraped-ports.ts';

export const metricsOpen = defineRule({
  id: 'network/metrics-open',
  severity: 'error',
  needs: [],
  holds: 'Network policies let somebody reach the port that a monitor scrapes.',
  why: 'Prometheus gets no metrics: alerts, scaling and the analysis of a canary see nothing.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph }) {
    for (const { workload, port, monitor } of scrapedPorts(graph)) {
      const ingress = isolationOf(graph, workload, 'ingress');
      if (ingress === undefined || lets(ingress, { protocol: 'TCP', port }, { graph, server: workload }))
        continue;
      yield {
        ...placeOfRules(ingress, workload, 'ingress'),
        absent: true,
        message: `No ingress rule opens port ${port} of ${nameOf(workload.node)}, which ${nameOf(monitor)} scrapes.`,
        fix: `Add a rule from the namespace of Prometheus to port ${port}.`,
        related: [{ node: monitor, pointer: '/spec', message: 'The monitor.' }],
      };
    }
  },
});
