import type { PrometheusRule } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { alertRule } from './alert-rule.ts';
import { availabilityAlerts } from './availability-alerts.ts';
import { canaryAlerts } from './canary-alerts.ts';
import { capacityAlerts } from './capacity-alerts.ts';
import { sloAlerts } from './slo-alerts.ts';
import { sloRecords } from './slo-records.ts';

/**
 * Alerts of one service: on its error budgets, and on causes that budgets would show late or not at all.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export function prometheusRule(plan: ServingPlan): PrometheusRule {
  const service = plan.service.name;
  const serverAlerts = [...availabilityAlerts(plan), ...capacityAlerts(plan), ...canaryAlerts(plan)];
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: {
      name: plan.names.workload,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...plan.monitoring.monitorLabels },
    },
    spec: {
      groups: [
        // Rules of a group run in order, so the alerts see what was just recorded.
        { name: `${service}.slo`, interval: '60s', rules: [...sloRecords(plan), ...sloAlerts(plan)] },
        { name: `${service}.server`, rules: serverAlerts.map((alert) => alertRule(plan, alert)) },
      ],
    },
  };
}
