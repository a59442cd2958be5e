import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { dashboard } from './dashboard.ts';
import { prometheusRule } from './prometheusrule.ts';
import { serviceMonitor } from './servicemonitor.ts';

/** The kinds of the monitoring area, in the order in which they are written. */
export const builders: readonly Builder<ServingPlan>[] = [
  { id: 'monitoring/servicemonitor', build: serviceMonitor },
  { id: 'monitoring/prometheusrule', build: prometheusRule },
  { id: 'monitoring/dashboard', build: dashboard },
];
