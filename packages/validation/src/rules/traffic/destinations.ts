import type { VirtualService } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';

/** One destination of a route. */
export interface Destination {
  node: Node;
  /** JSON pointer of the destination in the VirtualService. */
  pointer: string;
  host: string;
  port: number | undefined;
  subset: string | undefined;
  weight: number | undefined;
}

/** Every destination of every VirtualService, mirrors included. */
export function listDestinations(graph: ResourceGraph): Destination[] {
  return graph.ofKind('VirtualService').flatMap((node) => destinationsOf(node));
}

function destinationsOf(node: Node<VirtualService>): Destination[] {
  const protocols = ['http', 'tls', 'tcp'] as const;
  return protocols.flatMap((protocol) =>
    (node.object.spec?.[protocol] ?? []).flatMap((route, index) =>
      (route.route ?? []).map(({ destination, weight }, at) => ({
        node: node,
        pointer: `/spec/${protocol}/${index}/route/${at}/destination`,
        host: destination?.host ?? '',
        port: destination?.port?.number,
        subset: destination?.subset,
        weight,
      })),
    ),
  );
}
