import type { Comments } from '@fleetwright/kube';
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '@fleetwright/kube-schemas';
import type { Flow, FlowPeer, ServingPlan } from '@fleetwright/plan';

/**
 * Builds the NetworkPolicy: what the service's pods may talk to, and nothing else. Ports are those of the pods,
 * since rules apply after a Service's address has been translated.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export function networkPolicy(plan: ServingPlan): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      podSelector: { matchLabels: plan.selectorLabels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: distinctRules(plan, 'ingress').map(({ peer, ports }) => ({ from: [peer], ports })),
      egress: distinctRules(plan, 'egress').map(({ peer, ports }) => ({ to: [peer], ports })),
    },
  };
}

/** The reason of each rule, above it: a reviewer need not guess which conversation a port is for. */
export function networkPolicyComments(plan: ServingPlan): Comments {
  const comments = (['ingress', 'egress'] as const).flatMap((direction) =>
    distinctRules(plan, direction).map(({ reasons }, index) => [
      `/spec/${direction}/${index}`,
      reasons.join('; '),
    ]),
  );
  return Object.fromEntries(comments) as Comments;
}

interface PolicyRule {
  peer: NetworkPolicyPeer;
  ports: NetworkPolicyPort[];
  reasons: string[];
}

// One rule for each flow, so that a diff shows which conversation came or went; flows that need the very same
// rule (a store and an identity provider in one network) share it.
function distinctRules(plan: ServingPlan, direction: Flow['direction']): PolicyRule[] {
  const rules = new Map<string, PolicyRule>();
  for (const flow of plan.flows.filter((candidate) => candidate.direction === direction)) {
    const peer = policyPeer(flow.peer);
    const ports = flow.ports.map(({ protocol, port }) => ({ protocol, port }));
    const key = JSON.stringify([peer, ports]);
    rules.set(key, { peer, ports, reasons: [...(rules.get(key)?.reasons ?? []), flow.reason] });
  }
  return [...rules.values()];
}

// The namespace is named by the label that the API server itself maintains, so nobody can claim it.
function policyPeer(peer: FlowPeer): NetworkPolicyPeer {
  if (peer.kind === 'network') return { ipBlock: { cidr: peer.cidr } };
  return {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
    podSelector: Object.keys(peer.podLabels).length === 0 ? undefined : { matchLabels: peer.podLabels },
  };
}
