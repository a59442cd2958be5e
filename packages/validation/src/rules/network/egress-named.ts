import { isolates, rulesOf } from '../../graph/network-reach.ts';
import { defineRule } from '../../rule.ts';
import { isEverybody } from './wide-peers.ts';

export const egressNamed = defineRule({
  id: 'network/egress-named',
  severity: 'warning',
  needs: [],
  holds: 'Each egress rule names whom it leads to.',
  why: 'An empty list of peers stands for every address: what gets into a pod may send models and data anywhere.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec',
  ],
  *check({ graph }) {
    for (const policy of graph.ofKind('NetworkPolicy').filter((node) => isolates(node, 'egress')))
      for (const { node, pointer, peers, ports } of rulesOf(policy, 'egress')) {
        const open = peers.findIndex(isEverybody);
        if (peers.length > 0 && open < 0) continue;
        const shown = ports.map(({ port, protocol = 'TCP' }) => `${port ?? 'any'} ${protocol}`).join(', ');
        yield {
          node,
          pointer: peers.length === 0 ? pointer : `${pointer}/to/${open}`,
          message: `The rule lets pods call every address${shown === '' ? '' : ` at port ${shown}`}.`,
          fix: 'Name peers in `to`: namespaces and pods, or the networks of the store.',
        };
      }
  },
});
