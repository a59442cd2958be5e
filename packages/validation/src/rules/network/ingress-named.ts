import { isolates, rulesOf } from '../../graph/network-reach.ts';
import { defineRule } from '../../rule.ts';
import { isEverybody } from './wide-peers.ts';

export const ingressNamed = defineRule({
  id: 'network/ingress-named',
  severity: 'warning',
  needs: [],
  holds: 'Each ingress rule names whom it lets in.',
  why: 'An empty list of peers, or a selector without terms, stands for every pod of the cluster: the policy then protects nothing at that port.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  *check({ graph }) {
    for (const policy of graph.ofKind('NetworkPolicy').filter((node) => isolates(node, 'ingress')))
      for (const { node, pointer, peers, ports } of rulesOf(policy, 'ingress')) {
        const wide = peers.findIndex(isEverybody);
        if (peers.length > 0 && wide < 0) continue;
        const shown = ports.map(({ port }) => port ?? 'any').join(', ');
        yield {
          node,
          pointer: peers.length === 0 ? pointer : `${pointer}/from/${wide}`,
          message: `The rule lets everybody in${shown === '' ? '' : ` at port ${shown}`}.`,
          fix: 'Name peers in `from`: namespaces by kubernetes.io/metadata.name, and pods.',
        };
      }
  },
});
