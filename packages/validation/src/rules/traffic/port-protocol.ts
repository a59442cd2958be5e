import type { Service } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf, targetPortOf, type ServicePort } from '../../graph/service-ports.ts';
import { tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { protocolAt, type TritonProtocol } from './triton-routes.ts';

export const portProtocol = defineRule({
  id: 'traffic/port-protocol',
  severity: 'error',
  needs: [],
  holds:
    'A Service port before Triton says its protocol, by appProtocol or by its name: http, grpc, http-metrics.',
  why: 'Istio otherwise guesses from the first bytes, or takes gRPC for something else: no retries, no metrics, no routes for it.',
  sources: [
    'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0118/',
  ],
  plan: '/traffic/protocols',
  *check({ graph }) {
    for (const node of graph.ofKind('Service')) {
      const [workload] = graph.selectedBy(node);
      const server = workload && tritonServer(workload);
      if (server === undefined) continue;
      for (const candidate of portsOf(node)) {
        const protocol = protocolAt(server, targetPortOf(candidate, workload!));
        const declared = declaredProtocol(candidate);
        if (protocol === undefined || isRight(declared, protocol, server)) continue;
        if (declared === undefined && !isInMesh(graph, node)) continue;
        const { name = 'without a name' } = candidate.port;
        yield {
          node,
          pointer: candidate.pointer,
          message: `The port ${name} leads to Triton's ${SPOKEN[protocol]}, and ${declared === undefined ? 'says no protocol' : `says ${declared}`}.`,
          fix: `Name it ${EXPECTED[protocol].name}, or set appProtocol: ${EXPECTED[protocol].protocols[0]}.`,
        };
      }
    }
  },
});

const SPOKEN: Readonly<Record<TritonProtocol, string>> = {
  http: 'HTTP port',
  grpc: 'gRPC port',
  metrics: 'metrics port',
};

const EXPECTED: Readonly<Record<TritonProtocol, { name: string; protocols: readonly string[] }>> = {
  http: { name: 'http', protocols: ['http'] },
  grpc: { name: 'grpc', protocols: ['grpc', 'http2', 'kubernetes.io/h2c', 'grpc-web'] },
  metrics: { name: 'http-metrics', protocols: ['http'] },
};

const KNOWN = ['grpc-web', 'grpc', 'http2', 'https', 'http', 'mongo', 'mysql', 'redis', 'tcp', 'tls', 'udp'];

function declaredProtocol({ port }: ServicePort): string | undefined {
  const { appProtocol, name = '' } = port;
  if (appProtocol !== undefined) return appProtocol;
  return KNOWN.find((protocol) => name === protocol || name.startsWith(`${protocol}-`));
}

function isRight(declared: string | undefined, protocol: TritonProtocol, { flags }: TritonServer): boolean {
  const encrypts = protocol === 'grpc' && (flags.has('grpc-use-ssl') || flags.has('grpc-use-ssl-mutual'));
  return declared !== undefined && (encrypts || EXPECTED[protocol].protocols.includes(declared));
}

// Without a mesh nobody reads it.
function isInMesh(graph: ResourceGraph, { namespace }: Node<Service>): boolean {
  const kinds = ['VirtualService', 'DestinationRule', 'PeerAuthentication', 'AuthorizationPolicy'] as const;
  return kinds.some((kind) => graph.ofKind(kind).some((node) => node.namespace === namespace));
}
