import { appendPointer } from '@fleetwright/findings';
import type { QueryText } from './queries.ts';
import { rememberTexts } from './remember.ts';
import type { ResourceGraph } from './resource-graph.ts';

interface Panel {
  title?: unknown;
  datasource?: unknown;
  panels?: unknown;
  targets?: unknown;
}

interface Target {
  expr?: unknown;
  datasource?: unknown;
}

/** The queries of Grafana dashboards in ConfigMaps. https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export function* listDashboardQueries(graph: ResourceGraph): Iterable<QueryText> {
  for (const node of graph.ofKind('ConfigMap'))
    for (const [key, text] of Object.entries(node.object.data ?? {})) {
      if (!key.endsWith('.json') || typeof text !== 'string') continue;
      const pointer = appendPointer('/data', key);
      for (const panel of readPanels(text))
        for (const target of asList<Target>(panel.targets))
          if (typeof target.expr === 'string')
            yield {
              node,
              pointer,
              role: 'dashboard',
              name: typeof panel.title === 'string' ? panel.title : '',
              text: target.expr,
              uncertain: !isPrometheus(target.datasource ?? panel.datasource),
            };
    }
}

const readPanels = rememberTexts((text): readonly Panel[] => {
  const panels = asList<Panel>(parseDashboard(text)?.panels);
  // A collapsed row holds panels of its own.
  return panels.flatMap((panel) => [panel, ...asList<Panel>(panel.panels)]);
}, 20);

function parseDashboard(text: string): Panel | undefined {
  if (!text.includes('"panels"')) return undefined;
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Grafana ignores the file; it need not be a dashboard.
    return undefined;
  }
}

function asList<Item extends object>(value: unknown): Item[] {
  return Array.isArray(value)
    ? value.filter((item): item is Item => typeof item === 'object' && item !== null)
    : [];
}

function isPrometheus(datasource: unknown): boolean {
  return (datasource as { type?: unknown } | undefined)?.type === 'prometheus';
}
