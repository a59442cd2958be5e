import type { NodePool } from '@fleetwright/model-service';
import { formatBytes } from '@fleetwright/kube';
import type { BackedModel } from './resolve-models.ts';
import { deviceMemory, devicesPerNode } from './resolve-node-pool.ts';
import {
  clusterPlace,
  derive,
  policyPlace,
  report,
  type Party,
  type Place,
  type Resolution,
} from './resolution.ts';
import type { GpuPlan, ScalingPlan } from './serving-plan.ts';
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
  checkClaims(resolution, pool, count);
  // The parser admits a pool without resource only with a device class.
  return { kind: 'claim', deviceClass: deviceClass ?? '', count };
}

/** Dynamic resource allocation is stable, resource.k8s.io/v1, since Kubernetes 1.34. */
const CLAIMS_SINCE = 34;

function checkClaims(resolution: Resolution, pool: NodePool, count: number): void {
  const { kubernetes } = resolution.inputs.cluster.content.spec.versions;
  if (Number(kubernetes.split('.')[1]) >= CLAIMS_SINCE) return;
  report(resolution, {
    rule: 'plan/device-class-version',
    message: `The node pool ${pool.name} gives devices by claims, which Kubernetes ${kubernetes} does not have as resource.k8s.io/v1.`,
    fix: `Upgrade to 1.${CLAIMS_SINCE} or later, or use the device plugin.`,
    at: poolPlace(resolution, pool, '/gpu/deviceClass'),
    related: [
      { at: clusterPlace(resolution, '/spec/versions/kubernetes'), message: `Kubernetes is ${kubernetes}` },
      { at: '/gpu/count', message: `a replica needs ${count} of them` },
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
  { pool, gpuCount, scaling }: { pool: NodePool; gpuCount: number; scaling: ScalingPlan },
): void {
  const most = mostReplicas(pool, gpuCount);
  if (most >= scaling.maxReplicas) return;
  // Nothing scales a service of fixed size, and a largest size that is derived follows the smallest.
  const isFixed = scaling.controller === 'none';
  const isStated = !isFixed && resolution.spec.scaling.maxReplicas !== undefined;
  const field = isFixed ? 'minReplicas' : 'maxReplicas';
  const bound = replicaBound(resolution, most);
  report(resolution, {
    rule: 'plan/pool-capacity',
    message: `scaling.${field} is ${scaling.maxReplicas}, but the node pool ${pool.name} holds at most ${most} replicas of ${gpuCount} GPU(s).`,
    fix:
      bound.length > 0
        ? 'Raise nodes.max of the pool, or choose other clusters in spec.placement.'
        : `Lower scaling.${field}, or raise nodes.max of the pool.`,
    at: isStated ? '/scaling/maxReplicas' : '/scaling/minReplicas',
    related: [{ at: poolPlace(resolution, pool, '/nodes/max'), message: 'nodes of the pool' }, ...bound],
  });
}

// Where the policy asks for more than the pool holds, lowering alone does not help.
function replicaBound(resolution: Resolution, most: number): Party[] {
  const { metadata, spec } = resolution.inputs.environment.content;
  const bound = spec.policy?.minReplicas;
  if (bound === undefined || bound <= most) return [];
  const at = policyPlace(resolution, '/minReplicas');
  return [{ at, message: `the policy of ${metadata.name} asks for at least ${bound}` }];
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
    at: `/models/${models.find(({ model }) => model.gpuMemory !== undefined)!.index}/gpuMemory`,
    related: [{ at: poolPlace(resolution, pool, '/gpu/memory'), message: 'memory of one device' }],
  });
}

function poolPlace(resolution: Resolution, pool: NodePool, pointer: string): Place {
  const index = resolution.inputs.cluster.content.spec.nodePools.indexOf(pool);
  return clusterPlace(resolution, `/spec/nodePools/${index}${pointer}`);
}
