import type { Comments } from '@fleetwright/kube';
import type { AuthorizationPolicy } from '@fleetwright/kube-schemas';
import type { Flow, ServingPlan } from '@fleetwright/plan';
import { admittedSource } from './authorizationpolicy.ts';
import { meshFlows } from './mesh-flows.ts';
import { trafficServices } from './traffic-services.ts';

/**
 * Builds the AuthorizationPolicy of the Services at the waypoint; undefined without one. The pods see only the
 * waypoint's identity, so that it is here that callers are told apart. Ports are those of the Services, which have no
 * other than the inference ports.
 * https://istio.io/latest/docs/ambient/usage/l7-features/
 */
export function waypointAuthorizationPolicy(plan: ServingPlan): AuthorizationPolicy | undefined {
  if (waypointPrincipal(plan) === undefined) return undefined;
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: { name: plan.names.waypointPolicy, namespace: plan.namespace, labels: plan.labels },
    spec: {
      targetRefs: trafficServices(plan).map((name) => ({ group: '', kind: 'Service', name })),
      action: 'ALLOW',
      rules: callerFlows(plan).map((flow) => ({ from: admittedSource(flow) })),
    },
  };
}

/** The reason of each rule, above it. */
export function waypointAuthorizationPolicyComments(plan: ServingPlan): Comments {
  return Object.fromEntries(callerFlows(plan).map(({ reason }, index) => [`/spec/rules/${index}`, reason]));
}

// Prometheus scrapes pods, not the Services; the waypoint does not call itself.
function callerFlows(plan: ServingPlan): Flow[] {
  const waypoint = waypointPrincipal(plan);
  return meshFlows(plan).filter(
    ({ peer, plaintext }) => !plaintext && peer.kind === 'workload' && peer.principal !== waypoint,
  );
}

function waypointPrincipal({ mesh }: ServingPlan): string | undefined {
  return mesh.mode === 'ambient' ? mesh.waypoint?.principal : undefined;
}
