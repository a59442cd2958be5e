import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { fullHost } from './destination-rules.ts';

export const oneRouterPerHost = defineRule({
  id: 'traffic/one-router-per-host',
  severity: 'error',
  needs: [],
  holds: 'A host is routed by VirtualServices or by routes of the Gateway API, not by both.',
  why: 'Two routers split the host by rules that do not know each other: a canary weight set in one does not hold in the other.',
  sources: [
    'https://istio.io/latest/docs/tasks/traffic-management/ingress/gateway-api/',
    'https://gateway-api.sigs.k8s.io/concepts/api-overview/#route-resources',
  ],
  plan: '/traffic',
  *check({ graph }) {
    const routes = listRoutes(graph);
    for (const node of graph.ofKind('VirtualService')) {
      for (const [index, host] of (node.object.spec?.hosts ?? []).entries()) {
        const full = fullHost(host, node.namespace);
        const other = host === '*' ? undefined : routes.find(({ hosts }) => hosts.includes(full));
        if (other === undefined) continue;
        yield {
          node,
          pointer: `/spec/hosts/${index}`,
          message: `${nameOf(other.node)} of the Gateway API routes ${host}, too.`,
          fix: 'Keep one of the two.',
          related: [{ node: other.node, pointer: '/spec', message: 'The other router.' }],
        };
      }
    }
  },
});

interface GatewayRoute {
  node: Node;
  hosts: string[];
}

// Host names of clients, and the Services whose callers inside the mesh it steers.
function listRoutes(graph: ResourceGraph): GatewayRoute[] {
  return graph.nodes
    .filter(({ group, kind }) => group === 'gateway.networking.k8s.io' && /^(HTTP|GRPC)Route$/.test(kind))
    .map((node) => {
      const { hostnames = [], parentRefs = [] } = (node.object.spec ?? {}) as {
        hostnames?: string[];
        parentRefs?: { kind?: string; name?: string; namespace?: string }[];
      };
      const services = parentRefs.flatMap(({ kind, name, namespace = node.namespace }) =>
        kind === 'Service' && name !== undefined ? [fullHost(name, namespace)] : [],
      );
      return { node, hosts: [...hostnames, ...services] };
    });
}
