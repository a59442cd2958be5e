import { NAMESPACE_NAME, rulesOf } from '../../graph/network-reach.ts';
import { matchesSelector } from '../../graph/label-selector.ts';
import { showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const namespaceByName = defineRule({
  id: 'network/namespace-by-name',
  severity: 'warning',
  needs: [],
  holds:
    'A peer that is one namespace is selected by kubernetes.io/metadata.name, or by a label that a given namespace has.',
  why: 'Only that label is set by the API server itself. Another is there when somebody set it, and anybody who may label a namespace gets in by it.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#targeting-a-namespace-by-its-name',
  ],
  *check({ graph }) {
    for (const policy of graph.ofKind('NetworkPolicy'))
      for (const direction of ['ingress', 'egress'] as const)
        for (const { node, pointer, peers } of rulesOf(policy, direction))
          for (const [index, { namespaceSelector }] of peers.entries()) {
            const terms = [
              ...Object.keys(namespaceSelector?.matchLabels ?? {}),
              ...(namespaceSelector?.matchExpressions ?? []).map(({ key }) => key ?? ''),
            ];
            if (terms.length === 0 || terms.includes(NAMESPACE_NAME)) continue;
            const isGiven = graph
              .ofKind('Namespace')
              .some(({ object }) => matchesSelector(namespaceSelector, object.metadata?.labels ?? {}));
            if (isGiven) continue;
            yield {
              node,
              pointer: `${pointer}/${direction === 'ingress' ? 'from' : 'to'}/${index}/namespaceSelector`,
              message: `The peer is selected by ${showSelector(namespaceSelector)}, which no given namespace has.`,
              fix: `Select by ${NAMESPACE_NAME}: <namespace>.`,
            };
          }
  },
});
