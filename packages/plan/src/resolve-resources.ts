import { formatBytes } from '@fleetwright/kube';
import type { BackedModel } from './resolve-models.ts';
import { derive, report, type Resolution } from './resolution.ts';
import type { ServingPlan, VolumesPlan } from './serving-plan.ts';
import { bytesOf, canonicalBytes, canonicalCpu, roundUpMi } from './units.ts';

const MI = 2 ** 20;
const GI = 2 ** 30;

/** The server process without models. */
const BASE_MEMORY = GI;
/** Triton's default --pinned-memory-pool-byte-size. */
const PINNED_MEMORY = 256 * MI;
/** /dev/shm of a container runtime: the least that a Python stub has met in practice. */
const LEAST_SHARED_MEMORY = 64 * MI;
/** vLLM's processes exchange tensors through /dev/shm. */
const VLLM_SHARED_MEMORY = GI;
/** Configuration, and links to where the artifacts are mounted. */
const LINKED_MODELS = 64 * MI;
const SCRATCH = GI;
/** Logs and what else the kubelet counts against a container. */
const LOGS = 512 * MI;
const UNKNOWN_MODEL_SIZE = 5 * GI;

/** Sizes of the writable volumes. */
export function resolveVolumes(resolution: Resolution, models: readonly BackedModel[]): VolumesPlan {
  const stubs = models.filter(({ backend }) => backend.usesPythonStub);
  return {
    ...deriveModelVolumes(resolution, totalArtifactBytes(models)),
    sharedMemory: {
      sizeLimit: derive(resolution, '/volumes/sharedMemory/sizeLimit', {
        value: formatBytes(sharedMemory(stubs)),
        formula: '64Mi per Python instance, 1Gi per vLLM instance, at least 64Mi',
        inputs: Object.fromEntries(stubs.map(({ model, instances }) => [model.name, instances])),
      }),
    },
  };
}

/** The volumes among which the way of delivery decides: where the artifacts lie, if they take room in the pod at all. */
function deriveModelVolumes(
  resolution: Resolution,
  artifacts: number,
): Pick<VolumesPlan, 'models' | 'scratch'> {
  const { mode } = resolution.inputs.cluster.content.spec.modelDelivery;
  const copies = roundUpMi(1.2 * artifacts, 256);
  const inputs = { artifacts: formatBytes(artifacts) };
  const size = '1.2 × the size of all artifacts (5Gi where it is not given), up to a multiple of 256Mi';
  const scratch = { sizeLimit: formatBytes(SCRATCH) };
  switch (mode) {
    case 'fetch':
      return {
        models: {
          sizeLimit: derive(resolution, '/volumes/models/sizeLimit', {
            value: formatBytes(copies),
            formula: size,
            inputs,
          }),
        },
        scratch,
      };
    case 'image-volume':
    case 'pvc':
      return { models: { sizeLimit: formatBytes(LINKED_MODELS) }, scratch };
    case 'remote':
      return {
        models: undefined,
        scratch: {
          sizeLimit: derive(resolution, '/volumes/scratch/sizeLimit', {
            value: formatBytes(SCRATCH + copies),
            formula: `1Gi + ${size}: Triton copies the repository to /tmp`,
            inputs,
          }),
        },
      };
  }
}

/** Bytes of all artifacts that a replica holds. */
export function totalArtifactBytes(models: readonly BackedModel[]): number {
  const sizes = models.flatMap(({ model, backend }) =>
    backend.name === 'ensemble' ? [] : model.versions.map(({ artifacts }) => artifacts?.[0]?.size),
  );
  return sizes.reduce((sum, size) => sum + (size === undefined ? UNKNOWN_MODEL_SIZE : bytesOf(size)), 0);
}

function sharedMemory(stubs: readonly BackedModel[]): number {
  const needed = stubs.reduce(
    (sum, { backend, instances }) =>
      sum + instances * (backend.name === 'vllm' ? VLLM_SHARED_MEMORY : LEAST_SHARED_MEMORY),
    0,
  );
  return Math.max(LEAST_SHARED_MEMORY, needed);
}

/** Requests and limits of the server container, GPUs apart. */
export function resolveResources(
  resolution: Resolution,
  models: readonly BackedModel[],
  volumes: VolumesPlan,
): ServingPlan['resources'] {
  const { requests, limits } = resolution.spec.resources;
  const derivedMemory = deriveMemory(resolution, models, volumes);
  const limit = limits.memory ?? requests.memory ?? derivedMemory;
  const disk = deriveDisk(resolution, volumes);
  checkMemory(resolution, limit, volumes);
  return {
    requests: {
      ...(requests.cpu !== undefined && { cpu: canonicalCpu(requests.cpu) }),
      memory: canonicalBytes(requests.memory ?? limit),
      'ephemeral-storage': canonicalBytes(requests['ephemeral-storage'] ?? disk),
    },
    limits: {
      ...(limits.cpu !== undefined && { cpu: canonicalCpu(limits.cpu) }),
      memory: canonicalBytes(limit),
      'ephemeral-storage': canonicalBytes(
        limits['ephemeral-storage'] ?? requests['ephemeral-storage'] ?? disk,
      ),
    },
  };
}

function deriveMemory(resolution: Resolution, models: readonly BackedModel[], volumes: VolumesPlan): string {
  const copies = models.reduce((sum, backed) => sum + backed.instances * hostBytes(backed), 0);
  const shared = bytesOf(volumes.sharedMemory.sizeLimit);
  return derive(resolution, '/resources/limits/memory', {
    value: formatBytes(roundUpMi(BASE_MEMORY + PINNED_MEMORY + shared + copies, 512)),
    formula:
      'server 1Gi + pinned pool 256Mi + shared memory + instances × host memory, up to a multiple of 512Mi',
    inputs: {
      '/volumes/sharedMemory/sizeLimit': volumes.sharedMemory.sizeLimit,
      hostMemory: formatBytes(copies),
    },
  });
}

/** Host memory of one instance: measured, else 1.5 × the largest artifact while it is read, at least 512 MiB. */
function hostBytes({ model, backend }: BackedModel): number {
  if (backend.name === 'ensemble') return 0;
  if (model.hostMemory !== undefined) return bytesOf(model.hostMemory);
  const sizes = model.versions.map(({ artifacts }) => bytesOf(artifacts?.[0]?.size ?? '0'));
  return Math.max(512 * MI, 1.5 * Math.max(...sizes));
}

function deriveDisk(resolution: Resolution, volumes: VolumesPlan): string {
  const { models, scratch } = volumes;
  const bytes = bytesOf(models?.sizeLimit ?? '0') + bytesOf(scratch.sizeLimit) + LOGS;
  return derive(resolution, '/resources/limits/ephemeral-storage', {
    value: formatBytes(bytes),
    formula: 'models + scratch + logs 512Mi',
    inputs: {
      '/volumes/models/sizeLimit': models?.sizeLimit,
      '/volumes/scratch/sizeLimit': scratch.sizeLimit,
    },
  });
}

function checkMemory(resolution: Resolution, limit: string, volumes: VolumesPlan): void {
  const least = BASE_MEMORY + PINNED_MEMORY + bytesOf(volumes.sharedMemory.sizeLimit);
  if (bytesOf(limit) >= least) return;
  report(resolution, {
    rule: 'plan/memory-limit',
    message: `The memory limit is ${limit}; server, pinned memory and /dev/shm alone need ${formatBytes(least)}.`,
    fix: `Raise resources.limits.memory to at least ${formatBytes(least)} plus the models.`,
    at: '/resources/limits/memory',
  });
}
