import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const deniesAsStated = defineRule({
  id: 'network/denies-as-stated',
  severity: 'warning',
  needs: [],
  holds: 'A network policy says which directions it is about: by policyTypes, or by a list of rules.',
  why: 'One that says neither closes the ingress of its pods and leaves their egress open: who meant to deny everything has not.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-policies',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('NetworkPolicy')) {
      const { policyTypes, ingress, egress } = node.object.spec ?? {};
      if (policyTypes !== undefined || ingress !== undefined || egress !== undefined) continue;
      yield {
        node,
        pointer: '/spec',
        message: `${nameOf(node)} has neither policyTypes nor rules: it closes ingress, and egress stays open.`,
        fix: 'Write policyTypes: [Ingress, Egress], or [Ingress] where that is meant.',
      };
    }
  },
});
