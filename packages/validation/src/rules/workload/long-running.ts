import type { ResourceGraph } from '../../graph/resource-graph.ts';
import type { Workload } from '../../graph/workload.ts';

/** Workloads that serve: their pods do not end by themselves, and something replaces those that do. */
export function longRunning(graph: ResourceGraph): Workload[] {
  return graph.workloads.filter(({ node }) => !['Job', 'CronJob', 'Pod'].includes(node.kind));
}
