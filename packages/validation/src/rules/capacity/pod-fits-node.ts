import { parseQuantity } from '@fleetwright/kube';
import { workloadDemands } from '../../capacity/demand-of.ts';
import { poolOf } from '../../capacity/sum-capacity.ts';
import { defineRule } from '../../rule.ts';
import { showAmount } from './show-amount.ts';

export const podFitsNode = defineRule({
  id: 'capacity/pod-fits-node',
  severity: 'error',
  needs: ['cluster'],
  holds: 'What one pod requests fits one node of its pool.',
  why: 'A pod that is larger than every node stays pending; the cluster autoscaler adds no node for it either.',
  sources: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  plan: '/resources/requests',
  *check({ graph, cluster }) {
    for (const { workload, demand } of workloadDemands(graph)) {
      const pool = poolOf(demand, cluster);
      if (pool === undefined) continue;
      for (const [resource, amount] of Object.entries(demand.perPod)) {
        const offer = pool.allocatable[resource];
        const room = offer === undefined ? undefined : parseQuantity(String(offer));
        if (room === undefined || amount <= room) continue;
        yield {
          node: workload.node,
          pointer: `${workload.templatePointer}/spec`,
          message: `A pod requests ${showAmount(resource, amount)} of ${resource}; a node of ${pool.name} has ${String(offer)}.`,
          fix: 'Request less, or choose a pool with larger nodes.',
        };
      }
    }
  },
});
