import { demandFacts } from '../../capacity/capacity-facts.ts';
import type { Demand } from '../../capacity/demand.ts';
import { sumQuota } from '../../capacity/sum-capacity.ts';
import { defineClusterRule } from '../../cluster-rule.ts';
import { showAmount } from './show-amount.ts';

export const quotaCoversRollout = defineClusterRule<Demand>({
  id: 'capacity/quota-covers-rollout',
  severity: 'error',
  holds:
    "The environment's quota covers its workloads at their lowest numbers of replicas together with the largest rollout.",
  why: 'Where the quota is used up the API server refuses new pods: the ReplicaSet of a rollout cannot create any, and only its events say so.',
  sources: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  plan: '/scaling/minReplicas',
  ...demandFacts,
  *judge(demands, known) {
    for (const use of sumQuota(demands, known!.environment)) {
      const { namespace, resource, floor, peakOf, peakAtMin, quota } = use;
      if (peakAtMin <= quota) continue;
      const place = (peakOf ?? demands.find((demand) => demand.namespace === namespace))!.place;
      yield {
        place,
        message: `The quota of ${namespace} allows ${showAmount(resource, quota)} of ${resource}; its workloads need ${showAmount(resource, floor)} at their lowest numbers of replicas${peakOf === undefined ? '' : `, and ${showAmount(resource, peakAtMin - floor)} more while ${peakOf.place.resource} is rolled out`}.`,
        fix: `Raise spec.quota of the environment to ${showAmount(resource, peakAtMin)} at least, or lower replicas.`,
      };
    }
  },
});
