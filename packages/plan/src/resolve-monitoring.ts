import type { Resolution } from './resolution.ts';
import type { GpuPlan, MonitoringPlan } from './serving-plan.ts';
import { secondsOf } from './units.ts';

/** Prometheus' own default is a minute; canary analysis wants more points. */
const DEFAULT_SCRAPE_INTERVAL = '30s';
const DEFAULT_SEVERITY = 'page';

/** How the service is watched. */
export function resolveMonitoring({ inputs }: Resolution, gpu: GpuPlan): MonitoringPlan {
  const { monitoring } = inputs.cluster.content.spec;
  const { alerts } = inputs.environment.content.spec;
  return {
    prometheus: { namespace: monitoring.prometheus.namespace, address: monitoring.prometheus.address },
    monitorLabels: monitoring.monitorLabels,
    dashboardLabels: monitoring.dashboardLabels ?? {},
    scrapeIntervalSeconds: secondsOf(monitoring.scrapeInterval ?? DEFAULT_SCRAPE_INTERVAL),
    gpuMetrics: gpu.kind === 'none' ? 'none' : monitoring.dcgmExporter ? 'dcgm' : 'triton',
    alerts: {
      severity: alerts?.severity ?? DEFAULT_SEVERITY,
      labels: alerts?.labels ?? {},
      runbookUrl: alerts?.runbookUrl,
    },
  };
}
