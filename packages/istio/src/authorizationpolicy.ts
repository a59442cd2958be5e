import type { Comments } from '@fleetwright/kube';
import type { AuthorizationPolicy, AuthorizationPolicyFrom } from '@fleetwright/kube-schemas';
import type { Flow, ServingPlan } from '@fleetwright/plan';
import { meshFlows } from './mesh-flows.ts';

/**
 * Builds the AuthorizationPolicy: one rule for each flow toward the service's pods; what has no rule is refused.
 * Rules stay below HTTP (identity and port), so that a sidecar and ambient's node proxy enforce them alike. Undefined
 * without a mesh, where nothing would.
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationPolicy(plan: ServingPlan): AuthorizationPolicy | undefined {
  if (plan.mesh.mode === 'none') return undefined;
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      selector: { matchLabels: plan.selectorLabels },
      action: 'ALLOW',
      rules: meshFlows(plan).map((flow) => ({
        from: admittedSource(flow),
        to: [{ operation: { ports: flow.ports.map(({ port }) => String(port)) } }],
      })),
    },
  };
}

/** The reason of each rule, above it. */
export function authorizationPolicyComments(plan: ServingPlan): Comments {
  return Object.fromEntries(meshFlows(plan).map(({ reason }, index) => [`/spec/rules/${index}`, reason]));
}

/** Whom a flow admits. A plain-text peer has no identity to check: the NetworkPolicy alone says which pods it may be. */
export function admittedSource({ peer, plaintext }: Flow): AuthorizationPolicyFrom[] | undefined {
  if (peer.kind === 'network') return [{ source: { ipBlocks: [peer.cidr] } }];
  if (plaintext) return undefined;
  if (peer.principal === undefined) return [{ source: { namespaces: [peer.namespace] } }];
  return [{ source: { principals: [peer.principal] } }];
}
