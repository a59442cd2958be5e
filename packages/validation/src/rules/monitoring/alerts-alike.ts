import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listAlerts, type Alert } from './list-alerts.ts';

export const alertsAlike = defineRule({
  id: 'monitoring/alerts-alike',
  severity: 'warning',
  needs: [],
  holds:
    'A label, a summary or a description that all other alerts of a PrometheusRule have is not missing from one.',
  why: 'Routes, silences and inhibitions go by labels, and templates of messages read the annotations: the one alert that lacks what the others have is routed otherwise, or sends an empty text.',
  sources: [
    'https://prometheus.io/docs/alerting/latest/configuration/#route',
    'https://prometheus.io/docs/alerting/latest/notifications/',
  ],
  plan: '/slo',
  *check({ graph }) {
    for (const node of graph.ofKind('PrometheusRule')) {
      const alerts = listAlerts(node);
      // Of fewer it cannot be told what is usual.
      if (alerts.length < ENOUGH) continue;
      for (const { alert, field, key } of findOdd(alerts))
        yield {
          node,
          pointer: `${alert.pointer}/${field}`,
          message: `The alert ${alert.alert} lacks the ${field === 'labels' ? 'label' : 'annotation'} ${key}, which the other ${alerts.length - 1} of ${nameOf(node)} have.`,
          fix: 'Add it.',
        };
    }
  },
});

const ENOUGH = 4;

/** Other annotations are each alert's own. */
const TEXTS = new Set(['summary', 'description']);

interface Odd {
  alert: Alert;
  field: 'labels' | 'annotations';
  key: string;
}

function* findOdd(alerts: readonly Alert[]): Iterable<Odd> {
  for (const field of ['labels', 'annotations'] as const) {
    const keys = new Set(alerts.slice(0, 2).flatMap(({ rule }) => Object.keys(rule[field] ?? {})));
    for (const key of keys) {
      // What lacks its severity is told already.
      if (field === 'labels' ? key === 'severity' : !TEXTS.has(key)) continue;
      const lacking = alerts.filter(({ rule }) => !Object.hasOwn(rule[field] ?? {}, key));
      if (lacking.length === 1) yield { alert: lacking[0]!, field, key };
    }
  }
}
