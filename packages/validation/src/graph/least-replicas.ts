import type { ResourceGraph } from './resource-graph.ts';
import { scalersOf } from './scalers.ts';
import type { Workload } from './workload.ts';

/** The least number of pods that a workload runs at rest; undefined where the graph does not say it. */
export function leastReplicas(graph: ResourceGraph, workload: Workload): number | undefined {
  const [scaler] = scalersOf(graph, workload);
  const { replicas } = (workload.node.object.spec ?? {}) as { replicas?: number };
  return scaler?.min ?? replicas;
}
