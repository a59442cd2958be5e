import type { NetworkPolicyPeer } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';

/** Whether a peer of a policy is every pod of the cluster, or every address. */
export function isEverybody({ ipBlock, namespaceSelector, podSelector }: Loose<NetworkPolicyPeer>): boolean {
  if (ipBlock !== undefined) return ipBlock.cidr === '0.0.0.0/0' || ipBlock.cidr === '::/0';
  return (
    namespaceSelector !== undefined &&
    isEmptySelector(namespaceSelector) &&
    isEmptySelector(podSelector ?? {})
  );
}

/** Whether a selector has no terms. */
export function isEmptySelector({
  matchLabels,
  matchExpressions,
}: Loose<NonNullable<NetworkPolicyPeer['podSelector']>>): boolean {
  return Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0;
}
