import type { NodePool } from '@fleetwright/model-service';
import { formatBytes } from '@fleetwright/kube';
import type { BackedModel } from './resolve-models.ts';
import { derive, report, type Place, type Resolution } from './resolution.ts';
import type { GpuPlan } from './serving-plan.ts';
import { bytesOf } from './units.ts';

/** Share of a device's memory that models may take; the rest is for CUDA contexts and pools. */
const USABLE_GPU_MEMORY = 0.9;

/** One GPU where a backend needs or uses one, unless the spec counts itself. */
export function deriveGpuCount(resolution: Resolution, models: readonly BackedModel[]): number {
  const { count } = resolution.spec.gpu;
  if (count !== undefined) return count;
  const onGpu = models.filter(({ model: { config }, backend }) => {
    const groups = config.instance_group ?? [];
    const cpuOnly = groups.length > 0 && groups.every(({ kind }) => kind === 'KIND_CPU');
    return backend.device !== 'cpu' && !cpuOnly;
  });
  return derive(resolution, '/gpu/count', {
    value: onGpu.length > 0 ? 1 : 0,
    formula: '1 if the backend of any model can use a GPU and its instances are not all KIND_CPU',
    inputs: { models: onGpu.map(({ model }) => model.name) },
  });
}

/** The devices of one replica on a pool. */
export function describeGpu(pool: NodePool, count: number): GpuPlan {
  return count === 0 || pool.gpu === undefined
    ? { kind: 'none' }
    : { kind: 'whole', resource: pool.gpu.resource, count };
}

/** Replicas at their maximum must fit the pool at its largest, or pods stay pending for ever. */
export function checkPoolCapacity(
  resolution: Resolution,
  { pool, gpuCount, maxReplicas }: { pool: NodePool; gpuCount: number; maxReplicas: number },
): void {
  const { gpu } = pool;
  if (gpu === undefined || gpuCount === 0) return;
  const perNode = Math.floor(Number(pool.allocatable[gpu.resource] ?? 0) / gpuCount);
  const most = perNode * pool.nodes.max;
  if (most >= maxReplicas) return;
  report(resolution, {
    rule: 'plan/pool-capacity',
    message: `scaling.maxReplicas is ${maxReplicas}, but the node pool ${pool.name} holds at most ${most} replicas of ${gpuCount} GPU(s).`,
    fix: 'Lower scaling.maxReplicas, or raise nodes.max of the pool.',
    at: '/scaling/maxReplicas',
    related: [{ at: poolPlace(resolution, pool, '/nodes'), message: 'nodes of the pool' }],
  });
}

/** Measured memory of all instances must fit the replica's devices. */
export function checkGpuMemory(
  resolution: Resolution,
  { models, pool, gpuCount }: { models: readonly BackedModel[]; pool: NodePool; gpuCount: number },
): void {
  if (pool.gpu === undefined || gpuCount === 0) return;
  const needed = models.reduce(
    (sum, { model, instances }) =>
      sum + (model.gpuMemory === undefined ? 0 : instances * bytesOf(model.gpuMemory)),
    0,
  );
  const usable = USABLE_GPU_MEMORY * gpuCount * bytesOf(pool.gpu.memory);
  if (needed <= usable) return;
  report(resolution, {
    rule: 'plan/gpu-memory',
    message: `The model instances need ${formatBytes(needed)} of GPU memory; ${gpuCount} device(s) of ${pool.gpu.memory} in ${pool.name} leave ${formatBytes(Math.floor(usable))}.`,
    fix: 'Lower instance_group.count, raise gpu.count, or ask for gpu.minMemory that a larger pool has.',
    at: '/models',
    related: [{ at: poolPlace(resolution, pool, '/gpu/memory'), message: 'memory of one device' }],
  });
}

function poolPlace({ inputs }: Resolution, pool: NodePool, pointer: string): Place {
  const index = inputs.cluster.content.spec.nodePools.indexOf(pool);
  return { source: inputs.cluster.source, pointer: `/spec/nodePools/${index}${pointer}` };
}
