import type { Service, VirtualService, VirtualServiceHttp } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import { rememberObjects } from '../../graph/remember.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';

/** What of Triton answers at a port. */
export type TritonProtocol = keyof TritonServer['ports'];

/** A destination of a route behind which Triton runs. */
export interface TritonTarget {
  service: Node<Service>;
  workload: Workload;
  server: TritonServer;
  /** Absent where the port is none of Triton's. */
  protocol: TritonProtocol | undefined;
}

/** An HTTP route of a VirtualService that leads to Triton. */
export interface TritonRoute {
  node: Node<VirtualService>;
  route: Loose<VirtualServiceHttp>;
  pointer: string;
  targets: readonly [TritonTarget, ...TritonTarget[]];
}

/** Every HTTP route that leads to pods that run Triton. */
export const listTritonRoutes = rememberObjects((graph: ResourceGraph): readonly TritonRoute[] =>
  graph.ofKind('VirtualService').flatMap((node) =>
    (node.object.spec?.http ?? []).flatMap((route, index) => {
      const [first, ...others] = targetsOf(graph, node, route);
      if (first === undefined) return [];
      return [{ node, route, pointer: `/spec/http/${index}`, targets: [first, ...others] as const }];
    }),
  ),
);

function targetsOf(
  graph: ResourceGraph,
  { namespace }: Node,
  { route = [] }: Loose<VirtualServiceHttp>,
): TritonTarget[] {
  return route.flatMap(({ destination }) => {
    const service = graph.findHost(destination?.host ?? '', namespace);
    return service === undefined ? [] : tritonBehind(graph, service, destination?.port?.number);
  });
}

/** The Triton servers behind a port of a Service; without a number, behind its only port. */
export function tritonBehind(graph: ResourceGraph, service: Node<Service>, number?: number): TritonTarget[] {
  const ports = portsOf(service);
  const port = number === undefined ? ports[0] : ports.find((candidate) => candidate.port.port === number);
  return graph.selectedBy(service).flatMap((workload) => {
    const server = tritonServer(workload);
    if (server === undefined) return [];
    const target = port && targetPortOf(port, workload);
    return [{ service, workload, server, protocol: protocolAt(server, target) }];
  });
}

/** What of a Triton server answers at a port of its pod. */
export function protocolAt({ ports }: TritonServer, port: number | undefined): TritonProtocol | undefined {
  const protocols = ['http', 'grpc', 'metrics'] as const;
  return protocols.find((protocol) => ports[protocol] === port);
}
