import type { PrometheusRule } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listAlerts, type Alert } from './list-alerts.ts';
import { isTritonName } from './triton-metrics.ts';

export const alertDescribed = defineRule({
  id: 'monitoring/alert-described',
  severity: 'warning',
  needs: [],
  holds: 'Every alert says how severe it is, whose it is, what happened and where to read what to do.',
  why: 'Alertmanager routes by labels: without severity and owner an alert reaches the default receiver, or nobody. Whoever is woken needs a sentence and a runbook.',
  sources: [
    'https://prometheus.io/docs/practices/alerting/',
    'https://cloudflare.github.io/pint/checks/alerts/annotation.html',
  ],
  plan: '/slo',
  *check({ graph }) {
    for (const node of graph.ofKind('PrometheusRule')) {
      for (const [missing, alerts] of groupByMissing(node)) {
        const [first] = alerts;
        yield {
          node,
          pointer: first!.pointer,
          message: `${nameAlerts(alerts)} ${alerts.length === 1 ? 'lacks' : 'lack'} ${missing}.`,
          fix: 'Add them to the labels and annotations of the alerts.',
        };
      }
    }
  },
});

// What is missing from all is one mistake.
function groupByMissing(node: Node<PrometheusRule>): Map<string, Alert[]> {
  const needsOwner = asksForOwner(node);
  const groups = new Map<string, Alert[]>();
  for (const alert of listAlerts(node)) {
    const missing = listMissing(alert, needsOwner).join(', ');
    if (missing !== '') groups.set(missing, [...(groups.get(missing) ?? []), alert]);
  }
  return groups;
}

const NAMED = 3;

function nameAlerts(alerts: readonly Alert[]): string {
  const names = alerts.slice(0, NAMED).map(({ alert }) => alert);
  const others = alerts.length - names.length;
  return `The ${alerts.length === 1 ? 'alert' : 'alerts'} ${names.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}

const OWNER = /^(?:team|owner)$/;

// Where others route by other labels, that is for them to say.
function asksForOwner(node: Node<PrometheusRule>): boolean {
  const rules = (node.object.spec?.groups ?? []).flatMap(({ rules = [] }) => rules);
  return rules.some(({ labels = {}, expr }) => {
    const metrics = String(expr ?? '').match(/\bnv_[a-z_]+/g) ?? [];
    return Object.keys(labels).some((key) => OWNER.test(key)) || metrics.some(isTritonName);
  });
}

function listMissing({ rule }: Alert, needsOwner: boolean): string[] {
  const { labels = {}, annotations = {} } = rule;
  const has = (fields: Record<string, unknown>, pattern: RegExp) =>
    Object.keys(fields).some((key) => pattern.test(key));
  return [
    ...(has(labels, /^severity$/) ? [] : ['the label severity']),
    ...(!needsOwner || has({ ...labels, ...annotations }, OWNER) ? [] : ['a label team or owner']),
    ...(has(annotations, /^(?:summary|message|description)$/) ? [] : ['the annotation summary']),
    ...(has(annotations, /^runbook(?:_url)?$/) ? [] : ['the annotation runbook_url']),
  ];
}
