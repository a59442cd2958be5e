import { isolates, rulesOf } from '../../graph/network-reach.ts';
import { defineRule } from '../../rule.ts';

export const policyTypes = defineRule({
  id: 'network/policy-types',
  severity: 'error',
  needs: [],
  holds: 'policyTypes lists each direction for which a policy has rules.',
  why: 'Rules of a direction that is not listed are ignored: everything passes in it.',
  sources: [
    'https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/#NetworkPolicySpec',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('NetworkPolicy'))
      for (const direction of ['ingress', 'egress'] as const) {
        if (rulesOf(node, direction).length === 0 || isolates(node, direction)) continue;
        const type = direction === 'ingress' ? 'Ingress' : 'Egress';
        yield {
          node,
          pointer: '/spec/policyTypes',
          message: `The policy has ${direction} rules; policyTypes is [${(node.object.spec?.policyTypes ?? []).join(', ')}].`,
          fix: `Add ${type} to policyTypes.`,
        };
      }
  },
});
