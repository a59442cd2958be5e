import type { Gateway } from '@fleetwright/kube-schemas';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { gatewaysOf, hostsMeet } from './gateways.ts';

export const gatewayServesHost = defineRule({
  id: 'traffic/gateway-serves-host',
  severity: 'error',
  needs: [],
  holds: 'A server of the Gateway that a VirtualService is bound to serves its hosts.',
  why: 'The gateway has no virtual host of that name: it answers 404, whatever the routes say.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0132/'],
  plan: '/traffic',
  *check({ graph }) {
    for (const node of graph.ofKind('VirtualService')) {
      const bound = gatewaysOf(node).map(({ name }) => name);
      const gateways = graph
        .ofKind('Gateway')
        .filter((gateway) => bound.includes(`${gateway.namespace}/${gateway.name}`));
      // What a gateway serves that is not given is not known.
      if (gateways.length === 0 || gateways.length < bound.length) continue;
      const served = gateways.flatMap((gateway) => hostsFor(gateway, node.namespace));
      const hosts = [...(node.object.spec?.hosts ?? []).entries()];
      const unserved = hosts.filter(([, host]) => !served.some((other) => hostsMeet(other, host)));
      const isMesh = (node.object.spec?.gateways ?? []).includes('mesh');
      if (isMesh && unserved.length < hosts.length) continue;
      for (const [index, host] of unserved) {
        yield {
          node,
          pointer: `/spec/hosts/${index}`,
          message: `${gateways.map(nameOf).join(', ')} does not serve ${host}; it serves ${served.join(', ') || 'nothing for this namespace'}.`,
          fix: 'Add the host to a server of the Gateway, or correct it here.',
          related: gateways.map((gateway) => ({
            node: gateway,
            pointer: '/spec/servers',
            message: `The servers of ${nameOf(gateway)}.`,
          })),
        };
      }
    }
  },
});

// `<namespace>/<host>` lets only VirtualServices of the namespace use it.
function hostsFor({ object, namespace }: Node<Gateway>, user: string): string[] {
  return (object.spec?.servers ?? []).flatMap(({ hosts = [] }) =>
    hosts.flatMap((entry) => {
      const [first = '', host] = entry.split('/');
      if (host === undefined) return [first];
      return first === '*' || (first === '.' ? namespace : first) === user ? [host] : [];
    }),
  );
}
