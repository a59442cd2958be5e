import { formatBytes, parseQuantity } from '@fleetwright/kube';
import { resolveBackend } from '@fleetwright/triton-config';
import { mountAt } from '../../graph/container-mounts.ts';
import { modelConfigs, type ModelConfigFile } from '../../graph/model-configs.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const sharedMemory = defineRule({
  id: 'triton/shared-memory',
  severity: 'warning',
  needs: [],
  holds:
    'Models that run in Python processes find room in /dev/shm: a volume in memory, with 64Mi for each instance.',
  why: 'Tensors pass through it. A container has 64Mi, which some large requests fill: then instances die, and the server still looks ready.',
  sources: [
    'https://github.com/triton-inference-server/python_backend#important-notes',
    'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
  ],
  plan: '/volumes/sharedMemory/sizeLimit',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server !== undefined) yield* checkServer(graph, workload, server);
    }
  },
});

const PER_INSTANCE = 64 * 2 ** 20;

function* checkServer(graph: ResourceGraph, workload: Workload, server: TritonServer): Iterable<Violation> {
  const { node } = workload;
  const { container, pointer } = server.container;
  const instances = countInstances(modelConfigs(graph, workload));
  const mounted = mountAt(workload, server.container, '/dev/shm');
  if (mounted === undefined || mounted.mount.mountPath === '/') {
    const stray = findStray(workload, server);
    if (stray !== undefined) yield { node, ...stray };
    else if (instances > 0)
      yield {
        node,
        pointer: `${pointer}/volumeMounts`,
        message: `The container ${container.name} has no volume at /dev/shm, and may run Python processes.`,
        fix: `Mount an emptyDir with medium: Memory and a sizeLimit of ${formatBytes(PER_INSTANCE * instances)} or more.`,
      };
    return;
  }
  const { volume, volumePointer } = mounted;
  const { medium, sizeLimit } = volume?.emptyDir ?? {};
  if (volume?.emptyDir === undefined || volumePointer === undefined) return;
  const size = parseQuantity(String(sizeLimit ?? ''));
  if (medium !== 'Memory')
    yield {
      node,
      pointer: `${volumePointer}/emptyDir`,
      message: `The volume ${volume.name} at /dev/shm of ${container.name} lies on the disk of the node.`,
      fix: 'Set medium: Memory.',
    };
  else if (size !== undefined && size < PER_INSTANCE * instances)
    yield {
      node,
      pointer: `${volumePointer}/emptyDir/sizeLimit`,
      message: `/dev/shm of ${container.name} has ${sizeLimit}; its ${instances} Python processes need ${formatBytes(PER_INSTANCE * instances)}.`,
      fix: 'Raise sizeLimit, and the memory limit of the container by as much.',
    };
}

// A volume in memory that is named for what it is meant to be, or lies next to it.
function findStray(
  { template }: Workload,
  { container: { container, pointer } }: TritonServer,
): Pick<Violation, 'pointer' | 'message' | 'fix'> | undefined {
  const inMemory = (template.spec?.volumes ?? []).filter(({ emptyDir }) => emptyDir?.medium === 'Memory');
  const mounts = container.volumeMounts ?? [];
  const index = mounts.findIndex(
    ({ name = '', mountPath = '' }) =>
      inMemory.some((volume) => volume.name === name) &&
      (/shm|shared-?mem/i.test(name) || mountPath.startsWith('/dev/')),
  );
  const stray = mounts[index];
  return (
    stray && {
      pointer: `${pointer}/volumeMounts/${index}/mountPath`,
      message: `The container ${container.name} has the volume ${stray.name} at ${stray.mountPath}; its shared memory is /dev/shm, which keeps 64Mi.`,
      fix: 'Mount it at /dev/shm.',
    }
  );
}

// Where no configuration is given, one model may be of that kind.
function countInstances(files: readonly ModelConfigFile[]): number {
  if (files.length === 0) return 1;
  return files.reduce((sum, { config }) => {
    const resolved = config && resolveBackend(config);
    const usesStub = resolved && 'backend' in resolved && resolved.backend.usesPythonStub;
    const groups = config?.instance_group ?? [];
    const own = groups.reduce((total, { count = 1 }) => total + Math.max(1, count), 0);
    return sum + (usesStub ? Math.max(1, own) : 0);
  }, 0);
}
