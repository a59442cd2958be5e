import { nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { strayDomain } from './destination-rules.ts';
import { listDestinations, type Destination } from './destinations.ts';

export const destinationExists = defineRule({
  id: 'traffic/destination-exists',
  severity: 'error',
  needs: [],
  holds: 'Each destination of a VirtualService names a Service of the mesh.',
  why: 'Envoy answers 503 to every request that is routed to a host without a cluster.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ],
  plan: '/traffic',
  *check({ graph }) {
    const declared = declaredHosts(graph);
    for (const destination of listDestinations(graph)) {
      const { node, host } = destination;
      if (declared.has(host) || !isServiceHost(host, graph)) continue;
      const service = graph.findHost(host, node.namespace);
      const stray = strayDomain(graph, host);
      if (stray !== undefined)
        yield {
          node,
          pointer: `${destination.pointer}/host`,
          message: `${host} ends with the domain ${stray.found}, other hosts with ${stray.usual}.`,
          fix: `Write the domain of the cluster, ${stray.usual}.`,
        };
      else if (service === undefined) yield describeAbsent(graph, destination);
      else if (isHalfName(host))
        yield {
          node,
          pointer: `${destination.pointer}/host`,
          message: `Istio reads ${host} as a full name: only a name without dots is completed.`,
          fix: `Write ${service.name}.${service.namespace}.svc.cluster.local.`,
          related: [{ node: service, pointer: '/metadata', message: `${nameOf(service)} is meant.` }],
        };
    }
  },
});

function describeAbsent(graph: ResourceGraph, { node, pointer, host }: Destination): Violation {
  const names = graph.ofKind('Service').map(({ name }) => name);
  const nearest = nearestName(host.split('.')[0]!, names);
  return {
    node,
    pointer: `${pointer}/host`,
    absent: true,
    message: `There is no Service for the host ${host}.`,
    fix: nearest === undefined ? 'Add the Service, or correct the host.' : `Did you mean ${nearest}?`,
  };
}

function declaredHosts(graph: ResourceGraph): Set<unknown> {
  return new Set(graph.ofKind('ServiceEntry').flatMap(({ object }) => object.spec?.hosts ?? []));
}

// Hosts outside the cluster are declared by ServiceEntries, often elsewhere; `chat.ml` may be one or half a name.
function isServiceHost(host: string, graph: ResourceGraph): boolean {
  const [, namespace, ...domain] = host.split('.');
  if (namespace === undefined) return true;
  if (domain.length === 0) return graph.nodes.some((node) => node.namespace === namespace);
  return domain[0] === 'svc';
}

function isHalfName(host: string): boolean {
  return host.includes('.') && !/\.svc\../.test(host);
}
