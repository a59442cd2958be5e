import type { ClusterFile, NodePool } from '@fleetwright/model-service';
import { workloadDemands } from '../../capacity/demand-of.ts';
import type { Demand } from '../../capacity/demand.ts';
import { offered } from '../../capacity/sum-capacity.ts';
import { nameOf } from '../../graph/node.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { covers } from './covers-taint.ts';

export const poolSelected = defineRule({
  id: 'capacity/pool-selected',
  severity: 'warning',
  needs: ['cluster'],
  holds:
    "Pods select the nodes of one pool of their cluster's file: those with devices the pool that has them, others one without.",
  why: 'Capacity, memory and engines are checked for the GPUs of one pool: on nodes of another, also of one that comes later, a model meets another GPU; and pods without a GPU fill nodes that pods with one wait for.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector'],
  *check({ graph, cluster }) {
    for (const { workload, demand } of workloadDemands(graph)) {
      const { affinity, nodeName } = workload.template.spec ?? {};
      if (affinity?.nodeAffinity !== undefined || nodeName !== undefined) continue;
      const pools = openPools(workload, demand, cluster);
      const [first] = pools;
      const isHeld = pools.length === 1 && selectsAny(demand, first!);
      if (first === undefined || isHeld || (demand.gpu === undefined && !takesGpus(pools, cluster))) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/spec`,
        message: `The pods of ${nameOf(workload.node)} ${demand.gpu === undefined ? 'need no GPU' : `need ${demand.gpu}`} and may run on any node of ${pools.map(({ name }) => name).join(', ')}${selectsAny(demand, first) ? '' : ', and of pools that the file does not list'}.`,
        fix: `Set nodeSelector to the labels of one pool: ${showLabels(suited(pools, demand))}.`,
      };
    }
  },
});

function openPools({ template }: Workload, demand: Demand, { spec }: ClusterFile): NodePool[] {
  const tolerations = template.spec?.tolerations ?? [];
  return spec.nodePools.filter(
    (pool) =>
      Object.entries(demand.nodeSelector).every(([label, value]) => pool.nodeSelector[label] === value) &&
      (demand.gpu === undefined
        ? (pool.tolerations ?? []).every((needed) => tolerations.some((own) => covers(own, needed)))
        : offered(pool, demand.gpu) > 0),
  );
}

function selectsAny({ nodeSelector }: Demand, pool: NodePool): boolean {
  return Object.keys(pool.nodeSelector).length === 0 || Object.keys(nodeSelector).length > 0;
}

// Where every pool has GPUs there is no other place.
function takesGpus(pools: readonly NodePool[], { spec }: ClusterFile): boolean {
  return pools.some(({ gpu }) => gpu !== undefined) && spec.nodePools.some(({ gpu }) => gpu === undefined);
}

function suited(pools: readonly NodePool[], { gpu }: Demand): NodePool {
  return (gpu === undefined ? pools.find((pool) => pool.gpu === undefined) : undefined) ?? pools[0]!;
}

function showLabels({ nodeSelector }: NodePool): string {
  return `{${Object.entries(nodeSelector)
    .map(([label, value]) => `${label}: ${value}`)
    .join(', ')}}`;
}
