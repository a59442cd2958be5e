import type { ResourceRequirements } from '@fleetwright/kube-schemas';
import type { GpuPlan, ServingPlan } from '@fleetwright/plan';
import { containerClaims } from './resourceclaimtemplate.ts';

/** Resources of the server; GPUs cannot be overcommitted, so that request and limit are the same. */
export function tritonResources(plan: ServingPlan): ResourceRequirements {
  const { requests, limits } = plan.resources;
  const devices = extendedResources(plan.gpu);
  return {
    requests: { ...requests, ...devices },
    limits: { ...limits, ...devices },
    claims: containerClaims(plan),
  };
}

function extendedResources(gpu: GpuPlan): Record<string, string> {
  switch (gpu.kind) {
    case 'whole':
    case 'mig':
    case 'time-slice':
      return { [gpu.resource]: String(gpu.count) };
    case 'claim':
    case 'none':
      return {};
  }
}

/**
 * Resources of an init container: those of the server without its GPUs. They cost nothing, since a pod is counted
 * with the larger of its init and its running containers.
 */
export function initResources(plan: ServingPlan): ResourceRequirements {
  const { requests, limits } = plan.resources;
  return { requests: { ...requests }, limits: { ...limits } };
}
