import type { Resolution } from './resolution.ts';
import type { GpuMetrics, GpuPlan, MonitoringPlan } from './serving-plan.ts';
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
    gpuMetrics: gpuMetrics(gpu, monitoring.dcgmExporter === true),
    alerts: {
      severity: alerts?.severity ?? DEFAULT_SEVERITY,
      labels: alerts?.labels ?? {},
      runbookUrl: alerts?.runbookUrl,
    },
  };
}

/**
 * Triton reports no partition. Of the pods that share a device by turns, DCGM exporter names a single one unless it is
 * told otherwise, while Triton in each of them sees the device.
 */
function gpuMetrics({ kind }: GpuPlan, dcgmExporter: boolean): GpuMetrics {
  switch (kind) {
    case 'none':
      return 'none';
    case 'mig':
      return dcgmExporter ? 'dcgm-profiling' : 'none';
    case 'time-slice':
      return 'triton';
    case 'whole':
    case 'claim':
      return dcgmExporter ? 'dcgm' : 'triton';
  }
}
