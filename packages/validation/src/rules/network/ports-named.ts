import { isolates, rulesOf } from '../../graph/network-reach.ts';
import { defineRule } from '../../rule.ts';

export const portsNamed = defineRule({
  id: 'network/ports-named',
  severity: 'warning',
  needs: [],
  holds: 'A rule that names its peers names the ports too.',
  why: 'Without ports every port is open to them: of a server also those for metrics and administration.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec',
  ],
  *check({ graph }) {
    for (const policy of graph.ofKind('NetworkPolicy'))
      for (const direction of ['ingress', 'egress'] as const)
        for (const { node, pointer, peers, ports } of isolates(policy, direction)
          ? rulesOf(policy, direction)
          : []) {
          const open = ports.findIndex(({ port }) => port === undefined);
          if (peers.length === 0 || (ports.length > 0 && open < 0)) continue;
          yield {
            node,
            pointer: ports.length === 0 ? pointer : `${pointer}/ports/${open}`,
            message: `The ${direction} rule opens every port${ports.length === 0 ? '' : ` by ${ports[open]!.protocol ?? 'TCP'}`}.`,
            fix: 'Name the ports of the pods.',
          };
        }
  },
});
