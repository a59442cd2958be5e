import type { ServingPlan } from '@fleetwright/plan';

/**
 * Host of one of the service's Services in the mesh's registry. The full name, because Istio completes a short
 * one with the namespace of the reader; Argo Rollouts reads it up to the first dot.
 */
export function serviceHost(plan: ServingPlan, service: string): string {
  return `${service}.${plan.namespace}.svc.cluster.local`;
}
