import { demandFacts } from '../../capacity/capacity-facts.ts';
import type { Demand } from '../../capacity/demand.ts';
import { sumPools } from '../../capacity/sum-capacity.ts';
import { defineClusterRule } from '../../cluster-rule.ts';
import { describeWorkloads, largestFirst } from './describe-workloads.ts';

export const steadyFits = defineClusterRule<Demand>({
  id: 'capacity/steady-fits',
  severity: 'error',
  holds: 'All workloads of a node pool fit in it at their highest numbers of replicas.',
  why: 'Autoscalers then ask for pods that no node has room for, and whichever service scales last stays short.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/'],
  plan: '/scaling/maxReplicas',
  ...demandFacts,
  *judge(demands, known) {
    for (const { pool, resource, workloads, steady, capacity } of sumPools(demands, known!.cluster)) {
      if (steady <= capacity) continue;
      const [first] = largestFirst(workloads, resource, 'maxReplicas');
      yield {
        place: first!.place,
        message: `The workloads of ${pool} take ${steady} of ${resource} at their highest numbers of replicas; its nodes have ${capacity}: ${describeWorkloads(workloads, resource, 'maxReplicas')}.`,
        fix: `Lower maxReplicas by ${steady - capacity} of ${resource} in all, or let the pool have more nodes.`,
      };
    }
  },
});
