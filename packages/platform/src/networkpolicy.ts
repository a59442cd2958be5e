import type { NetworkPolicy } from '@fleetwright/kube-schemas';
import { PLATFORM } from './names.ts';
import type { PlatformPlan } from './platform-plan.ts';

/**
 * Builds the NetworkPolicy that denies everything to and from every pod of the namespace; each service's own
 * policy then allows what it needs. A waypoint runs in the namespace and belongs to the mesh, so it is left out.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic
 */
export function networkPolicy(plan: PlatformPlan): NetworkPolicy {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: PLATFORM.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      podSelector: plan.waypoint === undefined ? {} : allBut(plan.waypoint),
      policyTypes: ['Ingress', 'Egress'],
    },
  };
}

// The label that Istio gives the pods of a gateway.
function allBut(waypoint: string): object {
  return {
    matchExpressions: [
      { key: 'gateway.networking.k8s.io/gateway-name', operator: 'NotIn', values: [waypoint] },
    ],
  };
}
