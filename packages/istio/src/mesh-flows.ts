import type { Flow, ServingPlan } from '@fleetwright/plan';

/**
 * Flows toward the service's pods as the mesh's policies see them: those that pass its proxy, at the ports inside
 * its tunnel.
 */
export function meshFlows(plan: ServingPlan): Flow[] {
  return plan.flows
    .filter(({ direction, bypassesMesh }) => direction === 'ingress' && bypassesMesh !== true)
    .map((flow) => ({ ...flow, ports: flow.ports.filter(({ tunnel }) => tunnel !== true) }));
}
