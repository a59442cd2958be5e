import { demandFacts } from '../../capacity/capacity-facts.ts';
import type { Demand } from '../../capacity/demand.ts';
import { sumPools } from '../../capacity/sum-capacity.ts';
import { defineClusterRule } from '../../cluster-rule.ts';
import { describeWorkloads, largestFirst } from './describe-workloads.ts';

export const survivesNodeLoss = defineClusterRule<Demand>({
  id: 'capacity/survives-node-loss',
  severity: 'warning',
  holds:
    'With one node fewer the workloads of a pool of several nodes still fit at their lowest numbers of replicas.',
  why: 'Nodes fail, and are drained for upgrades: the pods of the lost node then have nowhere to go.',
  sources: ['https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/'],
  plan: '/scaling/minReplicas',
  ...demandFacts,
  *judge(demands, known) {
    for (const { pool, resource, workloads, floor, capacity, withoutNode } of sumPools(
      demands,
      known!.cluster,
    )) {
      // A pool of one node has nothing to fall back on, by design; what never fits is said elsewhere.
      if (withoutNode === 0 || floor <= withoutNode || floor > capacity) continue;
      const [first] = largestFirst(workloads, resource, 'minReplicas');
      yield {
        place: first!.place,
        message: `Without one of its nodes ${pool} has ${withoutNode} of ${resource}; its workloads need ${floor} at their lowest numbers of replicas: ${describeWorkloads(workloads, resource, 'minReplicas')}.`,
        fix: 'Give the pool one more node, or lower a minReplicas.',
      };
    }
  },
});
