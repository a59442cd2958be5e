import type { ConfigMap } from '@fleetwright/kube-schemas';
import {
  failuresByService,
  gpuUtilization,
  pendingByService,
  queueTimeByService,
  quotaUse,
  requestsByService,
} from './fleet-signals.ts';
import { PLATFORM } from './names.ts';
import type { DashboardPlan, PlatformPlan } from './platform-plan.ts';

const COLUMNS = 2;
const PANEL = { w: 12, h: 8 };

/**
 * The Grafana dashboard over all services of the namespace, in a ConfigMap that Grafana's sidecar loads by its
 * labels. It finds the services by their series, so that it never changes with them.
 * https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function dashboard(plan: PlatformPlan): ConfigMap | undefined {
  if (plan.dashboard === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: PLATFORM.dashboard,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...plan.dashboard.labels },
    },
    data: { [`${PLATFORM.dashboard}.json`]: dashboardText(plan, plan.dashboard) },
  };
}

// A line for each field and each panel, so that a reviewer sees whole panels.
function dashboardText(plan: PlatformPlan, dashboard: DashboardPlan): string {
  const fields = Object.entries(dashboardHead(plan)).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const panels = fleetPanels(plan, dashboard).map((panel, index) => JSON.stringify(placePanel(panel, index)));
  return `{\n  ${fields.join(',\n  ')},\n  "panels": [\n    ${panels.join(',\n    ')}\n  ]\n}\n`;
}

function dashboardHead(plan: PlatformPlan): object {
  return {
    uid: `${plan.cluster}_platform`,
    title: `Triton / fleet / ${plan.cluster}`,
    tags: ['triton', 'fleet'],
    schemaVersion: 39,
    refresh: '1m',
    time: { from: 'now-3h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }],
    },
  };
}

interface FleetPanel {
  title: string;
  /** Grafana's unit id. */
  unit: string;
  legend: string;
  expr: string;
}

function fleetPanels({ namespace, quota }: PlatformPlan, dashboard: DashboardPlan): FleetPanel[] {
  const { gatewayJob, gpuMetrics } = dashboard;
  const source = { namespace, gatewayJob };
  const caller = gatewayJob === undefined ? '{{service}}' : '{{destination_service_name}}';
  const panels: FleetPanel[] = [
    { title: 'Requests', unit: 'reqps', legend: caller, expr: requestsByService(source) },
    { title: 'Failed requests', unit: 'reqps', legend: caller, expr: failuresByService(source) },
    { title: 'Queue time', unit: 'ms', legend: '{{service}}', expr: queueTimeByService(namespace) },
    { title: 'Pending requests', unit: 'short', legend: '{{service}}', expr: pendingByService(namespace) },
  ];
  if (gpuMetrics !== undefined) {
    const legend = gpuMetrics === 'dcgm' ? '{{Hostname}}{{hostname}} GPU {{gpu}}' : '{{gpu_uuid}}';
    const expr = gpuUtilization(namespace, gpuMetrics);
    panels.push({ title: 'GPU utilization', unit: 'percentunit', legend, expr });
  }
  if (quota !== undefined)
    panels.push({
      title: 'Quota in use',
      unit: 'percentunit',
      legend: '{{resource}}',
      expr: quotaUse(namespace),
    });
  return panels;
}

function placePanel({ title, unit, legend, expr }: FleetPanel, index: number): object {
  return {
    type: 'timeseries',
    title,
    datasource: { type: 'prometheus', uid: '${datasource}' },
    gridPos: { x: (index % COLUMNS) * PANEL.w, y: Math.floor(index / COLUMNS) * PANEL.h, ...PANEL },
    fieldConfig: { defaults: { unit, min: 0 } },
    targets: [{ refId: 'A', legendFormat: legend, expr }],
  };
}
