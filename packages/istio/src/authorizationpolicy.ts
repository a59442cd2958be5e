import type { Comments } from '@fleetwright/kube';
import type { AuthorizationPolicy, AuthorizationPolicyFrom } from '@fleetwright/kube-schemas';
import type { Flow, ServingPlan } from '@fleetwright/plan';

/**
 * Builds the AuthorizationPolicy: one rule for each flow toward the service's pods; what has no rule is refused.
 * Rules stay below HTTP (identity and port), so that they hold with and without a layer 7 proxy.
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationPolicy(plan: ServingPlan): AuthorizationPolicy {
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      selector: { matchLabels: plan.selectorLabels },
      action: 'ALLOW',
      rules: ingressFlows(plan).map((flow) => ({
        from: source(flow),
        to: [{ operation: { ports: flow.ports.map(({ port }) => String(port)) } }],
      })),
    },
  };
}

/** The reason of each rule, above it. */
export function authorizationPolicyComments(plan: ServingPlan): Comments {
  return Object.fromEntries(ingressFlows(plan).map(({ reason }, index) => [`/spec/rules/${index}`, reason]));
}

function ingressFlows(plan: ServingPlan): Flow[] {
  return plan.flows.filter((flow) => flow.direction === 'ingress');
}

// A plain-text peer has no identity to check: the NetworkPolicy alone decides which pods it may be.
function source({ peer, plaintext }: Flow): AuthorizationPolicyFrom[] | undefined {
  if (peer.kind === 'network') return [{ source: { ipBlocks: [peer.cidr] } }];
  if (plaintext) return undefined;
  if (peer.principal === undefined) return [{ source: { namespaces: [peer.namespace] } }];
  return [{ source: { principals: [peer.principal] } }];
}
