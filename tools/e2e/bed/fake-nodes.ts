import type { Resource } from '../resource.ts';
import type { FakePool } from './compose-fleet.ts';

/** Annotation of the nodes that KWOK keeps alive. */
export const FAKE_NODE = 'kwok.x-k8s.io/node';

/** Name of one of a pool's nodes. */
export function nodeName({ cluster, name }: Pick<FakePool, 'cluster' | 'name'>, index: number): string {
  return `${cluster}-${name}-${index}`;
}

/** The nodes of pools; their status is taken over when they are created. */
export function fakeNodes(pools: readonly FakePool[]): Resource[] {
  return pools.flatMap((pool) => Array.from({ length: pool.nodes }, (_, index) => fakeNode(pool, index)));
}

function fakeNode(pool: FakePool, index: number): Resource {
  const name = nodeName(pool, index);
  const amounts = {
    cpu: '96',
    memory: '960Gi',
    'ephemeral-storage': '900Gi',
    pods: '110',
    'nvidia.com/gpu': String(pool.gpus),
    ...pool.allocatable,
  };
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { [FAKE_NODE]: 'fake' },
      labels: {
        ...pool.labels,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
      },
    },
    spec: { taints: pool.taints ?? [{ key: 'nvidia.com/gpu', effect: 'NoSchedule' }] },
    status: { allocatable: amounts, capacity: amounts },
  };
  return node;
}
