import type { TritonServer } from './triton-server.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/** Names of the GPUs that a container asks for as extended resources. */
export function gpuResources({ container }: WorkloadContainer): string[] {
  const { limits = {}, requests = {} } = container.resources ?? {};
  return Object.keys({ ...requests, ...limits }).filter(isGpu);
}

/** Whether the pods of a workload ask for GPUs, by an extended resource or by a claim. */
export function asksForGpu({ containers, template }: Workload): boolean {
  return (
    containers.some((container) => gpuResources(container).length > 0) ||
    (template.spec?.resourceClaims ?? []).length > 0
  );
}

/** The GPUs of a server's container; undefined where something else than its limits may give it some. */
export function gpuCount({ template }: Workload, { container: owner }: TritonServer): number | undefined {
  const { container } = owner;
  if ((container.resources?.claims ?? []).length > 0) return undefined;
  const { limits = {} } = container.resources ?? {};
  const count = gpuResources(owner).reduce((sum, name) => sum + Number(limits[name] ?? 0), 0);
  // Without the device plugin: the runtime shows devices of the node to whom it is told to.
  const isShown =
    template.spec?.runtimeClassName !== undefined ||
    container.securityContext?.privileged === true ||
    (container.env ?? []).some(({ name }) => name === 'NVIDIA_VISIBLE_DEVICES');
  return Number.isNaN(count) || (count === 0 && isShown) ? undefined : count;
}

// nvidia.com/gpu, nvidia.com/mig-1g.10gb, amd.com/gpu, gpu.intel.com/i915.
function isGpu(resource: string): boolean {
  return resource.startsWith('nvidia.com/') || (resource.includes('/') && resource.includes('gpu'));
}
