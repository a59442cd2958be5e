import { canaryRequestRate, requestRate, type ServingPlan } from '@fleetwright/plan';
import type { Alert } from './alert-rule.ts';
import { ALERT_RANGE_SECONDS, POD_HASH, scrapeState } from './server-signals.ts';

/** Alerts on a rollout in progress. */
export function canaryAlerts(plan: ServingPlan): Alert[] {
  return [canaryWithoutTraffic(plan)];
}

/** Its analysis would judge nothing, and the first real traffic would be the promotion. */
function canaryWithoutTraffic(plan: ServingPlan): Alert {
  const { analysis } = plan.rollout.canary;
  const replicaSets = `count(count by (${POD_HASH}) (${scrapeState(plan)} == 1)) > 1`;
  const traffic = `${requestRate(plan, 'all', ALERT_RANGE_SECONDS)} > 0`;
  return {
    name: 'TritonCanaryWithoutTraffic',
    urgency: 'look',
    expr: `${replicaSets}\nand ${canaryRequestRate(plan, ALERT_RANGE_SECONDS)} == 0\nand ${traffic}`,
    // The weight is set when the canary's pods are ready, the old pods stay for a while after a promotion.
    forSeconds: ALERT_RANGE_SECONDS + analysis.initialDelaySeconds + plan.budgets.scaleDownDelaySeconds,
    summary: 'runs a canary that gets no requests',
    description:
      'Pods of two versions run and the gateway sends nothing to the canary. See the weights of the ' +
      'VirtualService and whether something else writes them.',
  };
}
