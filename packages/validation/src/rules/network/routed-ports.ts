import type { Service } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';

/** A port of pods to which a route of a gateway leads. */
export interface RoutedPort {
  route: Node;
  service: Node<Service>;
  workload: Workload;
  port: number;
}

const ROUTED = new WeakMap<ResourceGraph, Map<string, readonly RoutedPort[]>>();

/** The ports of pods to which the routes of a gateway lead, each once for a Service. */
export function routedPorts(graph: ResourceGraph, gateway: string): readonly RoutedPort[] {
  const known = ROUTED.get(graph) ?? new Map<string, readonly RoutedPort[]>();
  ROUTED.set(graph, known);
  const found = known.get(gateway) ?? [...listRoutedPorts(graph, gateway)];
  known.set(gateway, found);
  return found;
}

function* listRoutedPorts(graph: ResourceGraph, gateway: string): Iterable<RoutedPort> {
  const told = new Set<string>();
  for (const route of graph.ofKind('VirtualService')) {
    if (!route.object.spec?.gateways?.includes(gateway)) continue;
    for (const { destination } of (route.object.spec.http ?? []).flatMap((http) => http.route ?? [])) {
      const service = graph.findHost(destination?.host ?? '', route.namespace);
      const number = destination?.port?.number;
      const key = `${service?.namespace} ${service?.name} ${number}`;
      if (service === undefined || told.has(key)) continue;
      told.add(key);
      for (const named of portsOf(service))
        if (number === undefined || named.port.port === number)
          for (const workload of graph.selectedBy(service)) {
            const port = targetPortOf(named, workload);
            if (port !== undefined) yield { route, service, workload, port };
          }
    }
  }
}
