import type { VirtualService } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { gatewaysOf, hostsMeet } from './gateways.ts';

export const gatewayKnown = defineRule({
  id: 'traffic/gateway-known',
  severity: 'error',
  needs: ['cluster'],
  holds:
    "A VirtualService is bound to the cluster's gateway, by hosts that the gateway serves, or to a Gateway that is given.",
  why: 'A gateway that does not exist gets no routes, and one that does not serve a host refuses its requests: clients see 404 or a closed connection.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0132/',
  ],
  plan: '/traffic',
  *check({ graph, cluster }) {
    const { gateway } = cluster.spec;
    for (const node of graph.ofKind('VirtualService')) {
      for (const { name, pointer } of gatewaysOf(node)) {
        if (name === gateway?.name || isGiven(graph, name)) continue;
        yield {
          node,
          pointer,
          message: `The cluster ${cluster.metadata.name} has no gateway ${name}${gateway === undefined ? '' : `; its gateway is ${gateway.name}`}.`,
          fix:
            gateway === undefined
              ? "State the gateway in the cluster's spec.gateway."
              : `Bind it to ${gateway.name}.`,
        };
      }
      const unbound = unboundHost(node, gateway);
      if (unbound !== undefined)
        yield {
          node,
          pointer: '/spec',
          message: `The host ${unbound} is one of the gateway ${gateway!.name}, which the VirtualService is not bound to.`,
          fix: `Add ${gateway!.name} to spec.gateways.`,
        };
      for (const [index, host] of unservedHosts(node, gateway)) {
        yield {
          node,
          pointer: `/spec/hosts/${index}`,
          message: `The gateway ${gateway!.name} does not serve ${host}; it serves ${gateway!.hosts.join(', ')}.`,
          fix: "Choose a host below the gateway's, or add it to the gateway and the cluster's spec.gateway.hosts.",
        };
      }
    }
  },
});

function isGiven(graph: ResourceGraph, name: string): boolean {
  return graph.ofKind('Gateway').some((gateway) => `${gateway.namespace}/${gateway.name}` === name);
}

// Without a gateway only callers inside the mesh would be routed, by a host that is the gateway's.
function unboundHost(
  node: Node<VirtualService>,
  gateway: { hosts: readonly string[] } | undefined,
): string | undefined {
  const { hosts = [] } = node.object.spec ?? {};
  if (gateway === undefined || gatewaysOf(node).length > 0) return undefined;
  return hosts.find(
    (host) => host !== '*' && gateway.hosts.some((served) => served !== '*' && hostsMeet(served, host)),
  );
}

// What is bound to the mesh, too, has hosts that only the mesh serves.
function unservedHosts(
  node: Node<VirtualService>,
  gateway: { name: string; hosts: readonly string[] } | undefined,
): [number, string][] {
  const names = gatewaysOf(node).map(({ name }) => name);
  const hosts = [...(node.object.spec?.hosts ?? []).entries()];
  if (gateway === undefined || names.length !== 1 || names[0] !== gateway.name) return [];
  const unserved = hosts.filter(([, host]) => !gateway.hosts.some((served) => hostsMeet(served, host)));
  const isMesh = (node.object.spec?.gateways ?? []).includes('mesh');
  return isMesh && unserved.length < hosts.length ? [] : unserved;
}
