import { isolates, rulesOf } from '../../graph/network-reach.ts';
import { showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';
import { isEverybody, isEmptySelector } from './wide-peers.ts';

export const egressNarrow = defineRule({
  id: 'network/egress-narrow',
  severity: 'info',
  needs: [],
  holds: 'A peer of an egress rule in another namespace is named by its namespace and by its pods.',
  why: 'With one of both alone any namespace, or any pod of one, can pose as what is meant: as the DNS, say, or as the control plane.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  *check({ graph }) {
    for (const policy of graph.ofKind('NetworkPolicy').filter((node) => isolates(node, 'egress')))
      for (const { node, pointer, peers } of rulesOf(policy, 'egress'))
        for (const [index, peer] of peers.entries()) {
          const { namespaceSelector, podSelector = {} } = peer;
          if (namespaceSelector === undefined || isEverybody(peer)) continue;
          const anyNamespace = isEmptySelector(namespaceSelector);
          if (!anyNamespace && !isEmptySelector(podSelector)) continue;
          yield {
            node,
            pointer: `${pointer}/to/${index}`,
            message: anyNamespace
              ? `The rule leads to pods with ${showSelector(podSelector)} of every namespace.`
              : `The rule leads to every pod of the namespaces with ${showSelector(namespaceSelector)}.`,
            fix: 'Name the namespace by kubernetes.io/metadata.name, and the pods by their labels.',
          };
        }
  },
});
