import { servicesOfMonitor } from '../../graph/monitor-targets.ts';
import { nameOf } from '../../graph/node.ts';
import { portsOf } from '../../graph/service-ports.ts';
import { defineRule } from '../../rule.ts';

export const endpointNamesPort = defineRule({
  id: 'monitoring/endpoint-names-port',
  severity: 'warning',
  needs: [],
  holds: 'An endpoint of a ServiceMonitor names a port where the pods behind its Service have several.',
  why: 'Prometheus finds every port of the containers, also those that the Service does not lead to: without a name each is scraped, and those without metrics count as down.',
  sources: [
    'https://prometheus.io/docs/prometheus/latest/configuration/configuration/#endpoints',
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.Endpoint',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceMonitor'))
      for (const [index, { port, targetPort, relabelings = [] }] of (
        node.object.spec?.endpoints ?? []
      ).entries()) {
        if (port !== undefined || targetPort !== undefined) continue;
        // Relabelling may keep the one that is meant.
        if (relabelings.some(({ action }) => /^(?:keep|drop)/i.test(action ?? ''))) continue;
        const services = servicesOfMonitor(graph, node);
        // Several ports of a Service are told already.
        if (services.some((service) => portsOf(service).length > 1)) continue;
        const workload = services
          .flatMap((service) => graph.selectedBy(service))
          .find(
            ({ containers }) =>
              containers.filter(({ init }) => !init).flatMap(({ container }) => container.ports ?? [])
                .length > 1,
          );
        if (workload === undefined) continue;
        yield {
          node,
          pointer: `/spec/endpoints/${index}`,
          message: `The endpoint names no port: every port of the containers of ${nameOf(workload.node)} would be scraped.`,
          fix: 'Name the port of the Service that serves metrics.',
        };
      }
  },
});
