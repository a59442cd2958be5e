import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { GRPC_SERVICE } from './triton-api.ts';
import { listTritonRoutes, protocolAt, type TritonRoute, type TritonTarget } from './triton-routes.ts';
import { matchesPath } from './uri-match.ts';

export const grpcMethodsRouted = defineRule({
  id: 'traffic/grpc-methods-routed',
  severity: 'warning',
  needs: [],
  holds:
    "Where a routed Service exposes Triton's gRPC port, the methods of inference, readiness and metadata are routed to it.",
  why: 'A client that speaks gRPC gets UNIMPLEMENTED for what is not routed, although the port looks open; a port that nobody may use should not be there.',
  sources: [
    'https://github.com/triton-inference-server/common/blob/main/protobuf/grpc_service.proto',
    'https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_grpc.md',
  ],
  plan: '/traffic/protocols',
  *check({ graph }) {
    const told = new Set<Node>();
    for (const [workload, own] of byWorkload(listTritonRoutes(graph))) {
      if (!exposesGrpc(graph, workload, own)) continue;
      const grpc = own.filter(({ targets }) => targets.some(({ protocol }) => protocol === 'grpc'));
      const missing = METHODS.filter((method) => !grpc.some((route) => takes(route, method)));
      const [first] = grpc.length > 0 ? grpc : own;
      if (first === undefined || missing.length === 0 || told.has(first.node)) continue;
      told.add(first.node);
      yield {
        node: first.node,
        pointer: grpc.length > 0 ? `${first.pointer}/match` : '/spec/http',
        message:
          grpc.length > 0
            ? `The gRPC route to ${nameOf(workload.node)} does not take ${missing.join(', ')}.`
            : `The Service of ${nameOf(workload.node)} exposes gRPC, and no route leads to it.`,
        fix: `Add exact paths of ${GRPC_SERVICE} for ${METHODS.join(', ')}, or do not expose the port.`,
      };
    }
  },
});

const METHODS = [
  'ModelInfer',
  'ModelStreamInfer',
  'ModelReady',
  'ModelMetadata',
  'ServerLive',
  'ServerReady',
];

function byWorkload(routes: readonly TritonRoute[]): Map<Workload, TritonRoute[]> {
  const map = new Map<Workload, TritonRoute[]>();
  for (const route of routes)
    for (const workload of new Set(route.targets.map((target) => target.workload)))
      map.set(workload, [...(map.get(workload) ?? []), route]);
  return map;
}

function exposesGrpc(graph: ResourceGraph, workload: Workload, routes: readonly TritonRoute[]): boolean {
  const target = routes
    .flatMap(({ targets }): TritonTarget[] => [...targets])
    .find((one) => one.workload === workload);
  if (target === undefined || target.server.flags.get('allow-grpc')?.at(-1) === 'false') return false;
  const routed = new Set(routes.flatMap(({ targets }) => targets.map(({ service }) => service)));
  return graph
    .servicesOf(workload)
    .filter((service) => routed.has(service))
    .some((service) =>
      portsOf(service).some((port) => protocolAt(target.server, targetPortOf(port, workload)) === 'grpc'),
    );
}

function takes({ route }: TritonRoute, method: string): boolean {
  const { match = [] } = route;
  return match.length === 0 || match.some((entry) => matchesPath(entry, GRPC_SERVICE + method) !== false);
}
