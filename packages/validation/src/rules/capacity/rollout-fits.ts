import { demandFacts } from '../../capacity/capacity-facts.ts';
import { peakPods, podsAt, type Demand } from '../../capacity/demand.ts';
import { sumPools } from '../../capacity/sum-capacity.ts';
import { defineClusterRule } from '../../cluster-rule.ts';

export const rolloutFits = defineClusterRule<Demand>({
  id: 'capacity/rollout-fits',
  severity: 'error',
  holds:
    'The largest rollout fits in its node pool: at the lowest numbers of replicas in any case, at the highest if it is to be on time.',
  why: 'New pods come before old ones go, and stopping pods hold their devices: a rollout under full load waits for room, and misses its deadline.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/features/canary/',
    'https://github.com/argoproj/argo-rollouts/issues/1029',
  ],
  plan: '/rollout',
  ...demandFacts,
  *judge(demands, known) {
    for (const use of sumPools(demands, known!.cluster)) {
      const { pool, resource, steady, peak, peakOf, peakAtMin, capacity } = use;
      // Where the steady state does not fit, that is the finding.
      if (peak <= capacity || steady > capacity || peakOf === undefined) continue;
      const step = peakOf.steps.find((candidate) => podsAt(candidate) === peakPods(peakOf))!;
      yield {
        place: peakOf.place,
        // Under less load it goes through, only later than it should under full load.
        severity: peakAtMin > capacity ? 'error' : 'warning',
        message: `At the step "${step.label}" ${peakOf.place.resource} holds ${step.stable} stable, ${step.canary} new and ${step.terminating} stopping pods; with all else at its highest number of replicas ${pool} then needs ${peak} of ${resource}, and has ${capacity}.`,
        fix: 'Set rollout.canary.dynamicStableScale, lower a maxReplicas, or let the pool have more nodes.',
      };
    }
  },
});
