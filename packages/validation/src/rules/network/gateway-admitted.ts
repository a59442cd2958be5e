import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { routedPorts } from './routed-ports.ts';

export const gatewayAdmitted = defineRule({
  id: 'network/gateway-admitted',
  severity: 'error',
  needs: ['cluster'],
  holds: 'Network policies let the gateway reach the ports to which its routes lead.',
  why: 'Every request through the gateway ends as 503 after a timeout.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://istio.io/latest/docs/ops/common-problems/network-issues/',
  ],
  *check({ graph, cluster }) {
    const { gateway } = cluster.spec;
    if (gateway === undefined) return;
    const namespace = gateway.serviceAccount.split('/')[0]!;
    const peer = { namespace, podLabels: gateway.podLabels };
    const routed = routedPorts(graph, gateway.name);
    for (const workload of new Set(routed.map((each) => each.workload))) {
      const ingress = isolationOf(graph, workload, 'ingress');
      if (ingress === undefined) continue;
      const closed = routed.filter((each) => {
        const endpoint = { protocol: 'TCP', port: each.port } as const;
        // Where nobody is let in, that is said already.
        const isOpen = lets(ingress, endpoint, { graph, server: workload });
        return (
          each.workload === workload && isOpen && !lets(ingress, endpoint, { graph, server: workload, peer })
        );
      });
      if (closed.length === 0) continue;
      const ports = [...new Set(closed.map(({ port }) => port))].sort((one, other) => one - other).join(', ');
      yield {
        ...placeOfRules(ingress, workload, 'ingress'),
        message: `The gateway ${gateway.name} may not reach port ${ports} of ${nameOf(workload.node)}, to which ${nameOf(closed[0]!.route)} leads.`,
        fix: `Let namespace ${namespace} in at port ${ports}.`,
        related: [{ node: closed[0]!.route, pointer: '/spec', message: 'The routes of the gateway.' }],
      };
    }
  },
});
