import { appendPointer } from '@fleetwright/findings';
import { formatBytes } from '@fleetwright/kube';
import type { NodeGpu, NodePool } from '@fleetwright/model-service';
import { clusterPlace, report, type Resolution } from './resolution.ts';
import type { NodePoolPlan } from './serving-plan.ts';
import { bytesOf } from './units.ts';

/** What one replica asks of a node. */
export interface Demand {
  gpuCount: number;
  cpu: string | undefined;
  memory: string;
}

/** Why a pool does not fit, and the two values that disagree. */
interface Misfit {
  reason: string;
  /** Pointer of what is asked for, in the merged spec. */
  asked: string;
  /** Pointer of what there is, in the pool. */
  offered: string;
}

/** A pool that fits, or why each pool of the cluster does not. */
export function findNodePool(
  resolution: Resolution,
  demand: Demand,
): { pool: NodePool } | { misfits: Misfit[] } {
  const misfits: Misfit[] = [];
  for (const pool of resolution.inputs.cluster.content.spec.nodePools) {
    const misfit = gpuMisfit(resolution, pool, demand.gpuCount) ?? nodeMisfit(pool, demand);
    if (misfit === undefined) return { pool };
    misfits.push(misfit);
  }
  return { misfits };
}

/** The first pool in file order that fits; none is a finding that names every pool's reason. */
export function resolveNodePool(resolution: Resolution, demand: Demand): NodePool | undefined {
  const found = findNodePool(resolution, demand);
  if ('pool' in found) return found.pool;
  const { name } = resolution.inputs.cluster.content.metadata;
  const [first, ...others] = found.misfits;
  // Pools that lack the same thing point at it; where each lacks another, nothing in particular is to blame.
  const isOne = first !== undefined && others.every(({ asked }) => asked === first.asked);
  report(resolution, {
    rule: 'plan/no-node-pool',
    message: `No node pool of ${name} fits: ${found.misfits.map(({ reason }) => reason).join('; ')}.`,
    fix: 'Ask for less, choose other clusters in spec.placement, or add a node pool to the cluster.',
    at: isOne ? first.asked : demand.gpuCount > 0 ? '/gpu' : '/resources',
    related: found.misfits.map(({ offered, reason }, index) => ({
      at: clusterPlace(resolution, `/spec/nodePools/${index}${offered}`),
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

/** Devices, or slices of devices, that a node offers. */
export function devicesPerNode({ gpu, allocatable }: NodePool): number {
  if (gpu === undefined) return 0;
  return gpu.resource === undefined ? (gpu.devices ?? 0) : Number(allocatable[gpu.resource] ?? 0);
}

/** Bytes of memory that one pod has of one device. */
export function deviceMemory({ memory, sharing, replicas = 1 }: NodeGpu): number {
  return bytesOf(memory) / (sharing === 'time-slicing' ? replicas : 1);
}

const PRODUCT = '/nodeSelector/nvidia.com~1gpu.product';

function gpuMisfit({ spec }: Resolution, pool: NodePool, count: number): Misfit | undefined {
  const { gpu } = pool;
  const misfit = (reason: string, asked: string, offered: string): Misfit => ({
    reason: `${pool.name} ${reason}`,
    asked,
    offered,
  });
  if (count === 0) return gpu === undefined ? undefined : misfit('is kept for GPUs', '/gpu/count', '/gpu');
  if (gpu === undefined) return misfit('has no GPUs', '/gpu/count', '/allocatable');
  const { minMemory, minComputeCapability, product, sharing } = spec.gpu;
  const perNode = devicesPerNode(pool);
  if (perNode < count)
    return misfit(`has ${perNode} GPUs per node, ${count} are needed`, '/gpu/count', offeredDevices(gpu));
  if (!sharing.includes(gpu.sharing)) {
    const kind = gpu.sharing === 'none' ? 'has whole GPUs' : `shares its GPUs (${gpu.sharing})`;
    const reason = `${kind}, which spec.gpu.sharing does not accept`;
    return misfit(reason, '/gpu/sharing', '/gpu/sharing');
  }
  if (gpu.sharing !== 'none' && count > 1) {
    const reason = `has slices (${gpu.sharing}), of which a process uses one, ${count} are needed`;
    return misfit(reason, '/gpu/count', '/gpu/sharing');
  }
  if (minMemory !== undefined && deviceMemory(gpu) < bytesOf(minMemory)) {
    const reason = `has GPUs of ${formatBytes(deviceMemory(gpu))}, ${minMemory} are needed`;
    return misfit(reason, '/gpu/minMemory', '/gpu/memory');
  }
  if (minComputeCapability !== undefined && Number(gpu.computeCapability) < Number(minComputeCapability)) {
    const reason = `has compute capability ${gpu.computeCapability}, ${minComputeCapability} is needed`;
    return misfit(reason, '/gpu/minComputeCapability', '/gpu/computeCapability');
  }
  const offered = pool.nodeSelector['nvidia.com/gpu.product'];
  if (product !== undefined && offered !== product) {
    return misfit(
      `has ${offered ?? 'no nvidia.com/gpu.product'}, ${product} is needed`,
      '/gpu/product',
      PRODUCT,
    );
  }
  return undefined;
}

function offeredDevices({ resource }: NodeGpu): string {
  return resource === undefined ? '/gpu/devices' : appendPointer('/allocatable', resource);
}

function nodeMisfit({ name, allocatable }: NodePool, { cpu, memory }: Demand): Misfit | undefined {
  if (cpu !== undefined && bytesOf(allocatable.cpu) < bytesOf(cpu)) {
    return {
      reason: `${name} has ${allocatable.cpu} CPUs per node, ${cpu} are requested`,
      asked: '/resources/requests/cpu',
      offered: '/allocatable/cpu',
    };
  }
  if (bytesOf(allocatable.memory) < bytesOf(memory)) {
    return {
      reason: `${name} has ${allocatable.memory} of memory per node, ${memory} are requested`,
      asked: '/resources/requests/memory',
      offered: '/allocatable/memory',
    };
  }
  return undefined;
}
