import type { ServingPlan } from '@fleetwright/plan';

/** Whether workloads call the service through sidecars of their own, which apply routes and traffic policies. */
export function callersHaveSidecars({ mesh, traffic }: ServingPlan): boolean {
  return mesh.mode === 'sidecar' && traffic.callers.length > 0;
}

/** Whether anything on the way to the service understands HTTP: a gateway, its callers' sidecars or a waypoint. */
export function passesHttpProxy(plan: ServingPlan): boolean {
  const { gateway, mesh } = plan;
  const hasWaypoint = mesh.mode === 'ambient' && mesh.waypoint !== undefined;
  return gateway !== undefined || callersHaveSidecars(plan) || hasWaypoint;
}
