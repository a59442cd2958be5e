import { parseQuantity } from '@fleetwright/kube';
import type { ClusterFile, EnvironmentFile, NodePool } from '@fleetwright/model-service';
import { peakPods, type Demand } from './demand.ts';
import { deviceKey } from './pod-requests.ts';

/** What the workloads of a pool take of one resource, and what there is. */
export interface PoolUse {
  pool: string;
  resource: string;
  /** Workloads that run there, in the order of their names. */
  workloads: readonly Demand[];
  /** With every workload at its lowest number of replicas. */
  floor: number;
  /** With every workload at its highest number of replicas, nothing being rolled out. */
  steady: number;
  /** `steady`, and the rollout that adds most at its worst step. */
  peak: number;
  /** The workload of that rollout; undefined where no rollout adds anything. */
  peakOf: Demand | undefined;
  /** `floor`, and the rollout that adds most to it. */
  peakAtMin: number;
  /** What all nodes offer, as many as there may be. */
  capacity: number;
  /** The same with one node fewer. */
  withoutNode: number;
}

/** What the workloads of a namespace take of one resource of its quota. */
export interface QuotaUse {
  namespace: string;
  /** As the quota names it: `requests.nvidia.com/gpu`. */
  resource: string;
  floor: number;
  steady: number;
  peak: number;
  peakOf: Demand | undefined;
  peakAtMin: number;
  quota: number;
}

/** The pool that a workload's pods are scheduled to: the first in file order that they select and that has its devices. */
export function poolOf(demand: Demand, cluster: ClusterFile): NodePool | undefined {
  return cluster.spec.nodePools.find(
    (pool) =>
      Object.entries(demand.nodeSelector).every(([label, value]) => pool.nodeSelector[label] === value) &&
      (demand.gpu === undefined || offered(pool, demand.gpu) > 0),
  );
}

/** What one node of a pool offers of a resource; devices of a class are those that the pool's facts count. */
export function offered({ allocatable, gpu }: NodePool, resource: string): number {
  const amount = allocatable[resource];
  if (amount !== undefined) return parseQuantity(String(amount)) ?? 0;
  const isClass = resource.endsWith(deviceKey(''));
  return isClass && gpu !== undefined && gpu.resource === undefined ? (gpu.devices ?? 0) : 0;
}

/** Sums of every device, pool by pool, in the order of the cluster's file. */
export function sumPools(demands: readonly Demand[], cluster: ClusterFile): PoolUse[] {
  const byPool = new Map<string, Demand[]>();
  for (const demand of demands) {
    const pool = demand.gpu === undefined ? undefined : poolOf(demand, cluster);
    if (pool !== undefined) byPool.set(pool.name, [...(byPool.get(pool.name) ?? []), demand]);
  }
  return cluster.spec.nodePools.flatMap((pool) => {
    const workloads = byPool.get(pool.name) ?? [];
    const resources = [...new Set(workloads.map(({ gpu }) => gpu!))];
    return resources.map((resource) => ({
      pool: pool.name,
      resource,
      workloads,
      ...sumOf(workloads, ({ perPod }) => perPod[resource] ?? 0),
      capacity: pool.nodes.max * offered(pool, resource),
      withoutNode: (pool.nodes.max - 1) * offered(pool, resource),
    }));
  });
}

/** Sums of every resource that the environment's quota bounds. */
export function sumQuota(demands: readonly Demand[], { spec }: EnvironmentFile): QuotaUse[] {
  const own = demands.filter(({ namespace }) => namespace === spec.namespace);
  return Object.entries(spec.quota ?? {}).flatMap(([resource, amount]) => {
    const perPod = requestsUnder(resource);
    const quota = parseQuantity(String(amount));
    if (perPod === undefined || quota === undefined) return [];
    return [{ namespace: spec.namespace, resource, ...sumOf(own, perPod), quota }];
  });
}

// `limits.…` and counts of other objects are not in the sums.
function requestsUnder(resource: string): ((demand: Demand) => number) | undefined {
  if (resource === 'pods') return () => 1;
  if (resource.startsWith('requests.'))
    return ({ perPod }) => perPod[resource.slice('requests.'.length)] ?? 0;
  if (resource.endsWith(deviceKey(''))) return ({ perPod }) => perPod[resource] ?? 0;
  return undefined;
}

function sumOf(
  demands: readonly Demand[],
  perPod: (demand: Demand) => number,
): { floor: number; steady: number; peak: number; peakOf: Demand | undefined; peakAtMin: number } {
  let [floor, steady, most, mostAtMin] = [0, 0, 0, 0];
  let peakOf: Demand | undefined;
  for (const demand of demands) {
    floor += perPod(demand) * demand.minReplicas;
    steady += perPod(demand) * demand.maxReplicas;
    const extra = perPod(demand) * (peakPods(demand) - demand.maxReplicas);
    mostAtMin = Math.max(mostAtMin, perPod(demand) * (demand.peakAtMin - demand.minReplicas));
    if (extra > most) [most, peakOf] = [extra, demand];
  }
  return { floor, steady, peak: steady + most, peakOf, peakAtMin: floor + mostAtMin };
}
