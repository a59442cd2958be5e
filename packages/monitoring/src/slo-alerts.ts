import type { PrometheusRuleRule } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { alertRule } from './alert-rule.ts';
import { deriveBurnWindows, type BurnSpeed, type BurnWindow } from './burn-windows.ts';
import { badShareOver, listObjectives, roundRatio, type Objective } from './slo-records.ts';
import { formatWindow } from './window-text.ts';

const ALERT_NAMES = {
  availability: { fast: 'TritonErrorBudgetBurnFast', slow: 'TritonErrorBudgetBurnSlow' },
  latency: { fast: 'TritonLatencyBudgetBurnFast', slow: 'TritonLatencyBudgetBurnSlow' },
};

/** Alerts on error budgets that burn too fast: over two windows each, so that they start and end in time. */
export function sloAlerts(plan: ServingPlan): PrometheusRuleRule[] {
  return listObjectives(plan).flatMap((objective) =>
    (['fast', 'slow'] as const).flatMap((speed) => burnAlert(plan, objective, speed) ?? []),
  );
}

function burnAlert(
  plan: ServingPlan,
  objective: Objective,
  speed: BurnSpeed,
): PrometheusRuleRule | undefined {
  const windows = deriveBurnWindows(plan, speed, objective.budget);
  if (windows.length === 0) return undefined;
  const { budget, badRequests } = objective;
  return alertRule(plan, {
    name: ALERT_NAMES[objective.kind][speed],
    urgency: speed === 'fast' ? 'wake' : 'look',
    expr: windows.map((window) => burnExpression(plan, objective, window)).join('\nor\n'),
    forSeconds: speed === 'fast' ? 120 : 900,
    labels: { objective: objective.name },
    summary: `burns its ${plan.slo.window} error budget: {{ $value | humanizePercentage }} of requests ${badRequests}`,
    description:
      `Objective: at most ${roundRatio(100 * budget)} % of requests ${badRequests}. ` +
      `${windows.map((window) => describeWindow(plan, window)).join('. ')}.`,
  });
}

function burnExpression(plan: ServingPlan, objective: Objective, window: BurnWindow): string {
  const threshold = roundRatio(window.burnRate * objective.budget);
  const [long, short] = [window.longSeconds, window.shortSeconds].map(
    (seconds) => `${badShareOver(plan, objective, seconds)} > ${threshold}`,
  );
  return `(${long}\nand ${short})`;
}

function describeWindow(plan: ServingPlan, { burnRate, longSeconds }: BurnWindow): string {
  const part = Math.round((burnRate * longSeconds * 1000) / plan.slo.windowSeconds) / 10;
  return `A burn rate of ${burnRate} for ${formatWindow(longSeconds)} uses ${part} % of the budget`;
}
