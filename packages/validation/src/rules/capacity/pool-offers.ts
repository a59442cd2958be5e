import { nearestName } from '@fleetwright/findings';
import type { ClusterFile } from '@fleetwright/model-service';
import { workloadDemands } from '../../capacity/demand-of.ts';
import type { Demand } from '../../capacity/demand.ts';
import { offered, poolOf } from '../../capacity/sum-capacity.ts';
import { defineRule } from '../../rule.ts';
import { covers } from './covers-taint.ts';

export const poolOffers = defineRule({
  id: 'capacity/pool-offers',
  severity: 'error',
  needs: ['cluster'],
  holds: 'A pod that needs devices selects the nodes of a pool that has them, and tolerates their taints.',
  why: 'No node ever matches otherwise, and the pod stays pending without an error anywhere else.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/'],
  plan: '/gpu',
  *check({ graph, cluster }) {
    for (const { workload, demand } of workloadDemands(graph)) {
      const { node, templatePointer, template } = workload;
      const pool = poolOf(demand, cluster);
      if (pool === undefined) {
        if (demand.gpu === undefined && Object.keys(demand.nodeSelector).length === 0) continue;
        yield { node, pointer: `${templatePointer}/spec/nodeSelector`, ...describeMiss(demand, cluster) };
        continue;
      }
      const tolerations = template.spec?.tolerations ?? [];
      const missing = (pool.tolerations ?? []).filter(
        (needed) => !tolerations.some((own) => covers(own, needed)),
      );
      for (const { key, effect } of demand.gpu === undefined ? [] : missing)
        yield {
          node,
          pointer: `${templatePointer}/spec/tolerations`,
          message: `The pods of the pool ${pool.name} need a toleration of ${key} (${effect ?? 'any effect'}); the pod has none.`,
          fix: `Tolerate ${key}, as the cluster's file says it.`,
        };
    }
  },
});

function describeMiss({ gpu, nodeSelector }: Demand, cluster: ClusterFile): { message: string; fix: string } {
  const { nodePools } = cluster.spec;
  const labels = Object.entries(nodeSelector).map(([label, value]) => `${label}=${value}`);
  const selected = labels.length === 0 ? 'any node' : `nodes with ${labels.join(', ')}`;
  const offers = [...new Set(nodePools.flatMap((pool) => Object.keys(pool.allocatable)))].filter((name) =>
    name.includes('/'),
  );
  if (gpu !== undefined && !nodePools.some((pool) => offered(pool, gpu) > 0)) {
    const nearest = nearestName(gpu, offers);
    return {
      message: `No node pool of ${cluster.metadata.name} offers ${gpu}; it has ${offers.join(', ') || 'no devices'}.`,
      fix: nearest === undefined ? 'Ask for what a pool offers.' : `Did you mean ${nearest}?`,
    };
  }
  return {
    message: `No node pool of ${cluster.metadata.name} fits: the pod selects ${selected}${gpu === undefined ? '' : ` and needs ${gpu}`}; there are ${nodePools.map(({ name }) => name).join(', ')}.`,
    fix: "Select the labels of a pool in the cluster's file.",
  };
}
