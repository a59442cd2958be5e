import type { ResourceRequirements } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/** Resources of the server; GPUs cannot be overcommitted, so that request and limit are the same. */
export function tritonResources(plan: ServingPlan): ResourceRequirements {
  const { requests, limits } = plan.resources;
  const devices = plan.gpu.kind === 'whole' ? { [plan.gpu.resource]: String(plan.gpu.count) } : {};
  return { requests: { ...requests, ...devices }, limits: { ...limits, ...devices } };
}

/**
 * Resources of an init container: those of the server without its GPUs. They cost nothing, since a pod is counted
 * with the larger of its init and its running containers.
 */
export function initResources(plan: ServingPlan): ResourceRequirements {
  const { requests, limits } = plan.resources;
  return { requests: { ...requests }, limits: { ...limits } };
}
