import { canaryRequestRate, requestRate, type AnalysisPlan, type ServingPlan } from '@fleetwright/plan';
import type { Alert } from './alert-rule.ts';
import { ALERT_RANGE_SECONDS, podHash, requestRateByVersion, scrapeState } from './server-signals.ts';

/** Alerts on a canary in progress. */
export function canaryAlerts(plan: ServingPlan): Alert[] {
  if (plan.rollout.strategy !== 'canary') return [];
  return [canaryWithoutTraffic(plan, plan.rollout.canary.analysis)];
}

/** Its analysis would judge nothing, and the first real traffic would be the promotion. */
function canaryWithoutTraffic(plan: ServingPlan, { initialDelaySeconds }: AnalysisPlan): Alert {
  const { gateway } = plan;
  const replicaSets = `count(count by (${podHash(plan)}) (${scrapeState(plan)} == 1)) > 1`;
  // Without a gateway nothing names the canary, so that any version counts that gets no request.
  const canary =
    gateway === undefined
      ? `min(${requestRateByVersion(plan, ALERT_RANGE_SECONDS)})`
      : canaryRequestRate(plan, gateway, ALERT_RANGE_SECONDS);
  const traffic = `${requestRate(plan, 'all', ALERT_RANGE_SECONDS)} > 0`;
  return {
    name: 'TritonCanaryWithoutTraffic',
    urgency: 'look',
    expr: `${replicaSets}\nand ${canary} == 0\nand ${traffic}`,
    // The weight is set when the canary's pods are ready, the old pods stay for a while after a promotion.
    forSeconds: ALERT_RANGE_SECONDS + initialDelaySeconds + plan.budgets.scaleDownDelaySeconds,
    summary: 'runs a canary that gets no requests',
    description:
      `Pods of two versions run and ${gateway === undefined ? 'one of them gets nothing' : 'the gateway sends nothing to the canary'}. ` +
      'See the weights of the VirtualService and whether something else writes them.',
  };
}
