import type { Finding } from '@fleetwright/findings';
import type { Demand, PoolUse, QuotaUse } from '@fleetwright/validation';
import { judgeFleet } from './judge-fleet.ts';
import { reportRefusals, type RunOptions } from './run-steps.ts';

/** What the workloads of a cluster take, pool by pool and against the quota. */
export interface ClusterCapacity {
  cluster: string;
  environment: string;
  pools: PoolUse[];
  quota: QuotaUse[];
}

/** The capacity of a fleet; clusters whose files have errors are left out, and the findings say why. */
export interface CapacityReport {
  clusters: ClusterCapacity[];
  findings: Finding[];
}

/** Sums what the committed manifests ask of each cluster. */
export async function measureCapacity(options: RunOptions): Promise<CapacityReport> {
  const clusters: ClusterCapacity[] = [];
  const { findings } = await reportRefusals(async (started) => {
    const { DEMANDS, sumPools, sumQuota } = await import('@fleetwright/validation');
    const { folders, inputs, judge, cache, close } = await judgeFleet(options, started);
    const facts = await judge();
    for (const name of inputs.clusters.keys()) {
      const known = facts.knownCluster(name);
      if (known === undefined) continue;
      const demands: Demand[] = [];
      for (const folder of folders.filter(({ cluster }) => cluster === name))
        demands.push(...(((await folder.facts()).facts[DEMANDS] ?? []) as object[] as Demand[]));
      clusters.push({
        cluster: name,
        environment: known.environment.metadata.name,
        pools: sumPools(demands, known.cluster),
        quota: sumQuota(demands, known.environment),
      });
    }
    await close();
    cache?.save({ complete: options.filter === undefined });
  });
  return { clusters, findings };
}
