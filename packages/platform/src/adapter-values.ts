import { ADAPTER_METRICS } from '@fleetwright/plan';
import type { PlatformPlan } from './platform-plan.ts';

/**
 * Values for the chart of the Prometheus adapter, where HorizontalPodAutoscalers ask it: one rule for each metric,
 * the same for all services. The adapter belongs to the cluster team, so this is no resource but a fragment to merge.
 * https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md
 */
export function adapterValues(plan: PlatformPlan): object | undefined {
  if (!plan.usesAdapter) return undefined;
  return {
    rules: {
      external: Object.values(ADAPTER_METRICS).map(({ name, seriesQuery, metricsQuery }) => ({
        seriesQuery,
        resources: { overrides: { namespace: { resource: 'namespace' } } },
        name: { as: name },
        metricsQuery,
      })),
    },
  };
}
