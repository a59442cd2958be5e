import { formatBytes } from '@fleetwright/kube';
import type { NodeGpu, NodePool } from '@fleetwright/model-service';
import { report, type Resolution } from './resolution.ts';
import type { NodePoolPlan } from './serving-plan.ts';
import { bytesOf } from './units.ts';

/** What one replica asks of a node. */
export interface Demand {
  gpuCount: number;
  cpu: string | undefined;
  memory: string;
}

/** A pool that fits, or why each pool of the cluster does not. */
export function findNodePool(
  resolution: Resolution,
  demand: Demand,
): { pool: NodePool } | { misfits: { index: number; reason: string }[] } {
  const misfits: { index: number; reason: string }[] = [];
  for (const [index, pool] of resolution.inputs.cluster.content.spec.nodePools.entries()) {
    const reason = misfitReason(resolution, pool, demand);
    if (reason === undefined) return { pool };
    misfits.push({ index, reason });
  }
  return { misfits };
}

/** The first pool in file order that fits; none is a finding that names every pool's reason. */
export function resolveNodePool(resolution: Resolution, demand: Demand): NodePool | undefined {
  const found = findNodePool(resolution, demand);
  if ('pool' in found) return found.pool;
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/no-node-pool',
    message: `No node pool of ${cluster.content.metadata.name} fits: ${found.misfits.map(({ reason }) => reason).join('; ')}.`,
    fix: 'Ask for less, choose other clusters in spec.placement, or add a node pool to the cluster.',
    at: demand.gpuCount > 0 ? '/gpu' : '/resources',
    related: found.misfits.map(({ index, reason }) => ({
      at: { source: cluster.source, pointer: `/spec/nodePools/${index}` },
      message: reason,
    })),
  });
  return undefined;
}

/** The pool as the workload needs it. */
export function describeNodePool(resolution: Resolution, pool: NodePool): NodePoolPlan {
  return {
    name: pool.name,
    nodeSelector: pool.nodeSelector,
    tolerations: (pool.tolerations ?? []).map(({ key, operator, value, effect }) => ({
      key,
      operator,
      value,
      effect,
    })),
    priorityClassName: resolution.inputs.cluster.content.spec.priorityClassName,
    imagePullSecrets: resolution.inputs.cluster.content.spec.imagePullSecrets ?? [],
  };
}

function misfitReason(resolution: Resolution, pool: NodePool, demand: Demand): string | undefined {
  return gpuMisfit(resolution, pool, demand.gpuCount) ?? nodeMisfit(pool, demand);
}

/** Devices, or slices of devices, that a node offers. */
export function devicesPerNode({ gpu, allocatable }: NodePool): number {
  if (gpu === undefined) return 0;
  return gpu.resource === undefined ? (gpu.devices ?? 0) : Number(allocatable[gpu.resource] ?? 0);
}

/** Bytes of memory that one pod has of one device. */
export function deviceMemory({ memory, sharing, replicas = 1 }: NodeGpu): number {
  return bytesOf(memory) / (sharing === 'time-slicing' ? replicas : 1);
}

function gpuMisfit({ spec }: Resolution, pool: NodePool, count: number): string | undefined {
  const { gpu } = pool;
  if (count === 0) return gpu === undefined ? undefined : `${pool.name} is kept for GPUs`;
  if (gpu === undefined) return `${pool.name} has no GPUs`;
  const { minMemory, minComputeCapability, product, sharing } = spec.gpu;
  const perNode = devicesPerNode(pool);
  if (perNode < count) return `${pool.name} has ${perNode} GPUs per node, ${count} are needed`;
  if (!sharing.includes(gpu.sharing)) {
    return `${pool.name} shares its GPUs (${gpu.sharing}), which spec.gpu.sharing does not accept`;
  }
  if (gpu.sharing !== 'none' && count > 1) {
    return `${pool.name} has slices (${gpu.sharing}), of which a process uses one, ${count} are needed`;
  }
  if (minMemory !== undefined && deviceMemory(gpu) < bytesOf(minMemory)) {
    return `${pool.name} has GPUs of ${formatBytes(deviceMemory(gpu))}, ${minMemory} are needed`;
  }
  if (minComputeCapability !== undefined && Number(gpu.computeCapability) < Number(minComputeCapability)) {
    return `${pool.name} has compute capability ${gpu.computeCapability}, ${minComputeCapability} is needed`;
  }
  const offered = pool.nodeSelector['nvidia.com/gpu.product'];
  if (product !== undefined && offered !== product) {
    return `${pool.name} has ${offered ?? 'no nvidia.com/gpu.product'}, ${product} is needed`;
  }
  return undefined;
}

function nodeMisfit(pool: NodePool, { cpu, memory }: Demand): string | undefined {
  const { allocatable } = pool;
  if (cpu !== undefined && bytesOf(allocatable.cpu) < bytesOf(cpu)) {
    return `${pool.name} has ${allocatable.cpu} CPUs per node, ${cpu} are requested`;
  }
  if (bytesOf(allocatable.memory) < bytesOf(memory)) {
    return `${pool.name} has ${allocatable.memory} of memory per node, ${memory} are requested`;
  }
  return undefined;
}
