import type { NodePool } from '@fleetwright/model-service';
import { formatBytes } from '@fleetwright/kube';
import type { BackedModel } from './resolve-models.ts';
import { deviceMemory, devicesPerNode } from './resolve-node-pool.ts';
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

const KINDS = { none: 'whole', mig: 'mig', 'time-slicing': 'time-slice' } as const;

/** The devices of one replica on a pool. */
export function describeGpu(resolution: Resolution, pool: NodePool, count: number): GpuPlan {
  if (count === 0 || pool.gpu === undefined) return { kind: 'none' };
  const { resource, deviceClass, sharing } = pool.gpu;
  if (resource !== undefined) return { kind: KINDS[sharing], resource, count };
  checkClaims(resolution, pool);
  // The parser admits a pool without resource only with a device class.
  return { kind: 'claim', deviceClass: deviceClass ?? '', count };
}

/** Dynamic resource allocation is stable, resource.k8s.io/v1, since Kubernetes 1.34. */
const CLAIMS_SINCE = 34;

function checkClaims(resolution: Resolution, pool: NodePool): void {
  const { cluster } = resolution.inputs;
  const { kubernetes } = cluster.content.spec.versions;
  if (Number(kubernetes.split('.')[1]) >= CLAIMS_SINCE) return;
  report(resolution, {
    rule: 'plan/device-class-version',
    message: `The node pool ${pool.name} gives devices by claims, which Kubernetes ${kubernetes} does not have as resource.k8s.io/v1.`,
    fix: `Upgrade to 1.${CLAIMS_SINCE} or later, or use the device plugin.`,
    at: poolPlace(resolution, pool, '/gpu/deviceClass'),
    related: [
      {
        at: { source: cluster.source, pointer: '/spec/versions/kubernetes' },
        message: `Kubernetes is ${kubernetes}`,
      },
    ],
  });
}

/** Replicas that a pool holds at its largest, by devices; services without any are bounded elsewhere. */
export function mostReplicas(pool: NodePool, gpuCount: number): number {
  if (gpuCount === 0) return Infinity;
  return Math.floor(devicesPerNode(pool) / gpuCount) * pool.nodes.max;
}

/** Replicas at their maximum must fit the pool at its largest, or pods stay pending for ever. */
export function checkPoolCapacity(
  resolution: Resolution,
  { pool, gpuCount, maxReplicas }: { pool: NodePool; gpuCount: number; maxReplicas: number },
): void {
  const most = mostReplicas(pool, gpuCount);
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
  const usable = USABLE_GPU_MEMORY * gpuCount * deviceMemory(pool.gpu);
  if (needed <= usable) return;
  report(resolution, {
    rule: 'plan/gpu-memory',
    message: `The model instances need ${formatBytes(needed)} of GPU memory; ${gpuCount} device(s) of ${formatBytes(deviceMemory(pool.gpu))} in ${pool.name} leave ${formatBytes(Math.floor(usable))}.`,
    fix: 'Lower instance_group.count, raise gpu.count, or ask for gpu.minMemory that a larger pool has.',
    at: '/models',
    related: [{ at: poolPlace(resolution, pool, '/gpu/memory'), message: 'memory of one device' }],
  });
}

function poolPlace({ inputs }: Resolution, pool: NodePool, pointer: string): Place {
  const index = inputs.cluster.content.spec.nodePools.indexOf(pool);
  return { source: inputs.cluster.source, pointer: `/spec/nodePools/${index}${pointer}` };
}
