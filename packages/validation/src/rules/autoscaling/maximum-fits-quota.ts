import { parseQuantity } from '@fleetwright/kube';
import { appendPointer } from '@fleetwright/findings';
import { workloadDemands } from '../../capacity/demand-of.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const maximumFitsQuota = defineRule({
  id: 'autoscaling/maximum-fits-quota',
  severity: 'error',
  needs: [],
  holds: 'The devices of a workload at its highest number of replicas are within the quota of its namespace.',
  why: 'The autoscaler asks for replicas that the API server refuses, and the load that it answers to stays unanswered. Only events of the ReplicaSet say so.',
  sources: [
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources',
  ],
  plan: '/scaling/maxReplicas',
  *check({ graph }) {
    const quotas = graph.ofKind('ResourceQuota');
    if (quotas.length === 0) return;
    for (const { workload, demand } of workloadDemands(graph)) {
      const each = demand.gpu === undefined ? 0 : (demand.perPod[demand.gpu] ?? 0);
      const key = `requests.${demand.gpu ?? ''}`;
      for (const quota of quotas) {
        const hard = parseQuantity(String(quota.object.spec?.hard?.[key] ?? ''));
        const needed = demand.maxReplicas * each;
        if (quota.namespace !== demand.namespace || hard === undefined || needed <= hard) continue;
        yield {
          node: workload.node,
          pointer: workload.templatePointer,
          message: `${nameOf(workload.node)} takes ${needed} ${demand.gpu} at ${demand.maxReplicas} replicas; ${nameOf(quota)} allows ${hard} in namespace ${quota.namespace}.`,
          fix: 'Lower the highest number of replicas, or raise the quota.',
          related: [
            { node: quota, pointer: appendPointer('/spec/hard', key), message: `The quota is ${hard}.` },
          ],
        };
      }
    }
  },
});
