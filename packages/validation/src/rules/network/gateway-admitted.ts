import { isolationOf, lets } from '../../graph/network-reach.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';

export const gatewayAdmitted = defineRule({
  id: 'network/gateway-admitted',
  severity: 'error',
  needs: ['cluster'],
  holds: 'Network policies let the gateway reach the ports to which its routes lead.',
  why: 'Every request through the gateway ends as 503 after a timeout.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://istio.io/latest/docs/ops/common-problems/network-issues/',
  ],
  *check({ graph, cluster }) {
    const { gateway } = cluster.spec;
    if (gateway === undefined) return;
    const namespace = gateway.serviceAccount.split('/')[0]!;
    const told = new Set<string>();
    for (const { route, workload, port } of routedPorts(graph, gateway.name)) {
      const ingress = isolationOf(graph, workload, 'ingress');
      const endpoint = { protocol: 'TCP', port } as const;
      const key = `${workload.node.kind} ${workload.node.namespace} ${workload.node.name} ${port}`;
      if (ingress === undefined || told.has(key)) continue;
      if (!lets(ingress, endpoint, { graph, server: workload })) continue;
      const peer = { namespace, podLabels: gateway.podLabels };
      if (lets(ingress, endpoint, { graph, server: workload, peer })) continue;
      told.add(key);
      yield {
        node: ingress.policies.at(-1)!,
        pointer: '/spec/ingress',
        message: `The gateway ${gateway.name} may not reach port ${port} of ${nameOf(workload.node)}, to which ${nameOf(route)} leads.`,
        fix: `Let namespace ${namespace} in at port ${port}.`,
        related: [{ node: route, pointer: '/spec', message: 'The routes of the gateway.' }],
      };
    }
  },
});

interface RoutedPort {
  route: Node;
  workload: Workload;
  port: number;
}

function routedPorts(graph: ResourceGraph, gateway: string): RoutedPort[] {
  const routes = graph
    .ofKind('VirtualService')
    .filter(({ object }) => object.spec?.gateways?.includes(gateway));
  return routes.flatMap((route) =>
    (route.object.spec?.http ?? [])
      .flatMap((http) => http.route ?? [])
      .flatMap(({ destination }) => {
        const service = graph.findHost(destination?.host ?? '', route.namespace);
        const ports = service === undefined ? [] : portsOf(service);
        const number = destination?.port?.number;
        const chosen = ports.filter(({ port }) => number === undefined || port.port === number);
        return chosen.flatMap((named) =>
          graph.selectedBy(service!).flatMap((workload) => {
            const port = targetPortOf(named, workload);
            return port === undefined ? [] : [{ route, workload, port }];
          }),
        );
      }),
  );
}
