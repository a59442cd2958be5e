import { METRICS, seriesOf, type Metric } from '@fleetwright/triton-config';
import type { Selector } from '../../graph/promql.ts';
import { listQueries, type Query } from '../../graph/queries.ts';
import { rememberObjects } from '../../graph/remember.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { isOn, flagValue, tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';

/** Series names of Triton's own metrics and the family of each. */
export const SERIES: ReadonlyMap<string, Metric> = new Map(
  METRICS.flatMap((metric) => seriesOf(metric).map((name) => [name, metric] as const)),
);

/** Whether a name is one that only Triton's core gives; backends add metrics under other names. */
export function isTritonName(name: string): boolean {
  return name.startsWith('nv_') && PREFIXES.has(name.split('_', 2).join('_'));
}

const PREFIXES = new Set(METRICS.map(({ name }) => name.split('_', 2).join('_')));

/** A series of Triton and the query that reads it. */
export interface TritonRead {
  query: Query;
  selector: Selector;
  metric: string;
}

/** What the queries of a graph read of Triton's metrics, whether or not there are such. */
export const listTritonReads = rememberObjects((graph: ResourceGraph): readonly TritonRead[] =>
  listQueries(graph).flatMap((query) =>
    (query.promql?.selectors ?? [])
      .filter(({ metric }) => isTritonName(metric))
      .map((selector) => ({ query, selector, metric: selector.metric })),
  ),
);

/** The Triton servers of the namespace of a query whose command lines are known. */
export function serversBeside(
  graph: ResourceGraph,
  { node }: Query,
): { workload: Workload; server: TritonServer }[] {
  return graph.workloads.flatMap((workload) => {
    const server = workload.node.namespace === node.namespace ? tritonServer(workload) : undefined;
    return server === undefined ? [] : [{ workload, server }];
  });
}

/** Whether a switch of Triton is on that only its command line sets. */
export function allows(
  server: TritonServer,
  flag: 'allow-metrics' | 'allow-gpu-metrics' | 'allow-cpu-metrics',
): boolean {
  const value = flagValue(server, flag);
  return value === undefined || isOn(value);
}
