import type { VirtualService, VirtualServiceHttpMirror } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
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
}

/** Every destination of every VirtualService, mirrors included. */
export function listDestinations(graph: ResourceGraph): Destination[] {
  return graph.ofKind('VirtualService').flatMap((node) => destinationsOf(node));
}

function destinationsOf(node: Node<VirtualService>): Destination[] {
  const protocols = ['http', 'tls', 'tcp'] as const;
  const routed = protocols.flatMap((protocol) =>
    (node.object.spec?.[protocol] ?? []).flatMap((route, index) =>
      (route.route ?? []).map(({ destination }, at) =>
        toDestination(node, `/spec/${protocol}/${index}/route/${at}/destination`, destination),
      ),
    ),
  );
  const mirrored = (node.object.spec?.http ?? []).flatMap(({ mirror, mirrors = [] }, index) => [
    ...(mirror === undefined ? [] : [toDestination(node, `/spec/http/${index}/mirror`, mirror)]),
    ...mirrors.map((entry, at) =>
      toDestination(
        node,
        `/spec/http/${index}/mirrors/${at}/destination`,
        (entry as { destination?: Loose<VirtualServiceHttpMirror> }).destination,
      ),
    ),
  ]);
  return [...routed, ...mirrored];
}

function toDestination(
  node: Node,
  pointer: string,
  destination: Loose<VirtualServiceHttpMirror> | undefined,
): Destination {
  const { host = '', port, subset } = destination ?? {};
  return { node, pointer, host, port: port?.number, subset };
}
