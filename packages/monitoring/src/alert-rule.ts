import { formatSeconds } from '@fleetwright/kube';
import type { PrometheusRuleRule } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/** What one alert says; everything that all alerts share is added by {@link alertRule}. */
export interface Alert {
  /** Stable: runbooks and silences refer to it. */
  name: string;
  /** `wake`: somebody must act now. `look`: within the working day. */
  urgency: 'wake' | 'look';
  expr: string;
  /** How long the expression must hold. */
  forSeconds: number;
  /** Further labels, to tell alerts of one name apart. */
  labels?: Record<string, string>;
  /** Continues `<service> on <cluster>`, as a sentence part; Go template. */
  summary: string;
  /** What it means and what to look at first; Go template. */
  description: string;
}

/** Severity of alerts that wake nobody. */
const LOOK_SEVERITY = 'warning';

/** An alerting rule with the labels by which it is routed and the annotations that a receiver shows. */
export function alertRule(plan: ServingPlan, alert: Alert): PrometheusRuleRule {
  const { severity, labels, runbookUrl } = plan.monitoring.alerts;
  const own = {
    severity: alert.urgency === 'wake' ? severity : LOOK_SEVERITY,
    service: plan.service.name,
    ...(plan.service.team === undefined ? {} : { team: plan.service.team }),
    cluster: plan.cluster.name,
    ...alert.labels,
  };
  const subject = `${plan.service.name} on ${plan.cluster.name}`;
  return {
    alert: alert.name,
    expr: blockText(alert.expr),
    for: formatSeconds(Math.max(alert.forSeconds, shortestFor(plan))),
    // The owner's labels add to ours; they do not replace them.
    labels: escapeValues({ ...own, ...labels, ...own }),
    annotations: {
      summary: `${escapeTemplate(subject)} ${alert.summary}`,
      description: alert.description,
      ...(runbookUrl === undefined
        ? {}
        : { runbook_url: escapeTemplate(`${runbookUrl.replace(/(?<!\/)\/+$/, '')}/${alert.name}`) }),
    },
  };
}

/** With its final line end PromQL is written as a block, free of escapes. */
export function blockText(expr: string): string {
  return `${expr}\n`;
}

/** Two scrapes: one late or lost sample is no alert. */
function shortestFor(plan: ServingPlan): number {
  return 2 * plan.monitoring.scrapeIntervalSeconds;
}

function escapeValues(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, escapeTemplate(value)]));
}

/** Text that Prometheus' Go templates give back unchanged. */
export function escapeTemplate(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
