import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import { offered, peakPods, poolOf, sumQuota, type Demand } from '@fleetwright/validation';
import type { FakePool } from '../bed/compose-fleet.ts';
import { CannotRun } from '../cannot-run.ts';

/** How many pods of a workload fit at once where nothing else runs, and what bounds them. */
export interface Room {
  pods: number;
  /** `the pool a100` or `the quota of requests.nvidia.com/gpu`. */
  of: string;
}

type NodePool = ClusterFile['spec']['nodePools'][number];

/** The room that the pool at its largest and the quota of the environment leave. */
export function findRoom(demand: Demand, pool: NodePool, environment: EnvironmentFile): Room {
  const onePod = { ...demand, minReplicas: 1, maxReplicas: 1 };
  const quotas = sumQuota([onePod], environment)
    .filter(({ floor }) => floor > 0)
    .map(({ resource, floor, quota }) => ({
      pods: Math.floor(quota / floor),
      of: `the quota of ${resource}`,
    }));
  const ofPool = { pods: pool.nodes.max * podsPerNode(demand, pool), of: `the pool ${pool.name}` };
  return [ofPool, ...quotas].reduce((least, room) => (room.pods < least.pods ? room : least));
}

/** The pool on whose nodes the pods are played. */
export function findPool(demand: Demand, cluster: ClusterFile): NodePool {
  const pool = poolOf(demand, cluster);
  if (pool === undefined)
    throw new CannotRun(`No node pool of ${cluster.metadata.name} is there for the pods.`);
  const isClass = demand.gpu !== undefined && pool.allocatable[demand.gpu] === undefined;
  if (isClass)
    throw new CannotRun(
      `The pods ask for a device class (${demand.gpu}), which the bed's nodes do not have.`,
    );
  return pool;
}

/** The nodes that are played: no more than the pods of a rollout could need. */
export function fakePool(cluster: string, pool: NodePool, demands: readonly Demand[]): FakePool {
  const needed = Math.max(...demands.map(peakPods)) + 1;
  const amounts = Object.entries(pool.allocatable).map(([name, amount]) => [name, String(amount)] as const);
  return {
    cluster,
    name: pool.name,
    nodes: Math.min(pool.nodes.max, needed),
    gpus: 0,
    labels: pool.nodeSelector,
    allocatable: Object.fromEntries(amounts),
    taints: (pool.tolerations ?? []).flatMap(({ key, value, effect = 'NoSchedule' }) =>
      key === undefined ? [] : [{ key, effect, ...(value !== undefined && { value }) }],
    ),
  };
}

function podsPerNode({ perPod }: Demand, pool: NodePool): number {
  const bounds = Object.entries(perPod)
    .filter(([resource, amount]) => amount > 0 && pool.allocatable[resource] !== undefined)
    .map(([resource, amount]) => Math.floor(offered(pool, resource) / amount));
  return Math.min(...bounds);
}
