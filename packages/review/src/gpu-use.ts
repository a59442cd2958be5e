import { splitDocuments, readManifests, type Manifest } from '@fleetwright/manifests';
import { parseCluster, type ClusterFile } from '@fleetwright/model-service';
import { peakPods, ResourceGraph, sumPools, workloadDemands, type Demand } from '@fleetwright/validation';
import type { Entry } from './collapse.ts';
import { compareText } from './place-set.ts';
import type { GpuDelta, GpuUse } from './review.ts';

/** Kinds that decide how many GPUs a workload may take. */
const KINDS =
  /^(?:"?kind"?:) *"?(?:Rollout|Deployment|StatefulSet|ScaledObject|HorizontalPodAutoscaler|ResourceClaimTemplate)"?,? *$/m;

const FIELDS =
  /^spec\.replicas|[rR]eplica(?:Count|s)$|\.resources(?:\.|$)|resourceClaims|\.strategy(?:\.|$)|nodeSelector|^spec\.spec\.devices|^spec\.scaleTargetRef/;

/** Whether an entry may change how many GPUs are taken. */
export function concernsGpus({ action, object, difference }: Entry): boolean {
  if (difference !== undefined) return FIELDS.test(difference.path);
  return (
    action !== 'changed' &&
    /^(?:Rollout|Deployment|StatefulSet|ScaledObject|HorizontalPodAutoscaler)\//.test(object)
  );
}

/** Texts of one side that may hold workloads, and the cluster's file. */
export interface ClusterSide {
  texts: ReadonlyMap<string, string>;
  /** Text of cluster.yaml. */
  facts: string | undefined;
  /** Objects of folders that had to be built; their files are not among the texts. */
  built: readonly Manifest[];
}

/** The objects of a text that decide how many GPUs are taken. */
export function readGpuObjects(file: string, text: string): Manifest[] {
  return splitDocuments(text)
    .filter((document) => KINDS.test(document.text) || document.text.startsWith('{'))
    .flatMap((document) => readManifests(file, document.text).manifests);
}

/** How many GPUs each pool of a cluster may take before and after; pools that do not change are left out. */
export function compareGpus(
  cluster: string,
  production: boolean,
  base: ClusterSide,
  head: ClusterSide,
): GpuDelta[] {
  const [before, after] = [usesOf(base), usesOf(head)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort(compareText);
  return keys.flatMap((key) => {
    const [old, fresh] = [before.get(key), after.get(key)];
    const { pool, resource } = (fresh ?? old)!;
    const capacity = fresh?.capacity ?? old?.capacity;
    const delta = { base: old?.use ?? NOTHING, head: fresh?.use ?? NOTHING };
    if (JSON.stringify(delta.base) === JSON.stringify(delta.head)) return [];
    return [{ cluster, production, pool, resource, ...delta, ...(capacity !== undefined && { capacity }) }];
  });
}

const NOTHING: GpuUse = { floor: 0, steady: 0, peak: 0 };

interface Use {
  pool: string;
  resource: string;
  use: GpuUse;
  capacity?: number;
}

function usesOf({ texts, facts, built }: ClusterSide): Map<string, Use> {
  const manifests = [...[...texts].flatMap(([file, text]) => readGpuObjects(file, text)), ...built];
  const demands = workloadDemands(new ResourceGraph({ manifests })).map(({ demand }) => demand);
  const file = facts === undefined ? undefined : parseCluster('cluster.yaml', facts).value?.content;
  const uses = file === undefined ? sumBySelector(demands) : sumByPool(demands, file);
  return new Map(uses.map((use) => [`${use.pool}\0${use.resource}`, use]));
}

function sumByPool(demands: readonly Demand[], file: ClusterFile): Use[] {
  return sumPools(demands, file).map(({ pool, resource, floor, steady, peak, capacity }) => ({
    pool,
    resource,
    use: { floor, steady, peak },
    capacity,
  }));
}

function sumBySelector(demands: readonly Demand[]): Use[] {
  const pools = new Map<string, Demand[]>();
  for (const demand of demands) {
    if (demand.gpu === undefined) continue;
    const selector = Object.entries(demand.nodeSelector).map(([label, value]) => `${label}=${value}`);
    const key = `${selector.join(',') || 'any node'}\0${demand.gpu}`;
    pools.set(key, [...(pools.get(key) ?? []), demand]);
  }
  return [...pools].map(([key, list]) => {
    const [pool = '', resource = ''] = key.split('\0');
    return { pool, resource, use: sumUse(list, resource) };
  });
}

function sumUse(demands: readonly Demand[], resource: string): GpuUse {
  const sum = (count: (demand: Demand) => number) =>
    demands.reduce((total, demand) => total + count(demand) * (demand.perPod[resource] ?? 0), 0);
  const steady = sum(({ maxReplicas }) => maxReplicas);
  const surges = demands.map(
    (demand) => (peakPods(demand) - demand.maxReplicas) * (demand.perPod[resource] ?? 0),
  );
  return { floor: sum(({ minReplicas }) => minReplicas), steady, peak: steady + Math.max(0, ...surges) };
}
