import type { ConfigMap } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import type { Row } from './dashboard-panel.ts';
import { dashboardRows } from './dashboard-rows.ts';
import { dashboardUid } from './dashboard-uid.ts';
import { formatJson } from './json-text.ts';

const GRID_COLUMNS = 24;
const PANEL_HEIGHT = 7;

/**
 * The service's Grafana dashboard, in a ConfigMap that Grafana's sidecar loads by its labels; undefined where no
 * Grafana is stated. https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function dashboard(plan: ServingPlan): ConfigMap | undefined {
  const { dashboardLabels } = plan.monitoring;
  if (Object.keys(dashboardLabels).length === 0) return undefined;
  const { dashboard: name } = plan.names;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...dashboardLabels },
    },
    data: { [`${name}.json`]: `${formatJson(dashboardModel(plan))}\n` },
  };
}

function dashboardModel(plan: ServingPlan): object {
  return {
    uid: dashboardUid(plan.placement),
    title: `Triton / ${plan.service.name} / ${plan.cluster.name}`,
    tags: ['triton', plan.service.name],
    schemaVersion: 39,
    refresh: '1m',
    time: { from: 'now-3h', to: 'now' },
    // One crosshair over all panels.
    graphTooltip: 1,
    templating: {
      list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus' }],
    },
    panels: placeRows(dashboardRows(plan)),
  };
}

/** Gives every panel its place: a heading, below it the row's panels side by side. Grafana numbers them. */
function placeRows(rows: readonly Row[]): object[] {
  return rows.flatMap(({ title, panels }, row) => {
    const y = row * (PANEL_HEIGHT + 1);
    const w = GRID_COLUMNS / panels.length;
    return [
      { type: 'row', title, gridPos: { x: 0, y, w: GRID_COLUMNS, h: 1 } },
      ...panels.map((panel, column) => ({
        ...panel,
        datasource: { type: 'prometheus', uid: '${datasource}' },
        gridPos: { x: column * w, y: y + 1, w, h: PANEL_HEIGHT },
      })),
    ];
  });
}
