import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** The least number of pods that a workload runs at rest; undefined where something outside the graph may decide it. */
export function leastReplicas(graph: ResourceGraph, { node }: Workload): number | undefined {
  const targets = (reference: { kind?: string | undefined; name?: string | undefined } | undefined) =>
    reference?.name === node.name && (reference.kind ?? 'Deployment') === node.kind;
  for (const { object, namespace } of graph.ofKind('ScaledObject'))
    if (namespace === node.namespace && targets(object.spec?.scaleTargetRef))
      return object.spec?.minReplicaCount ?? 0;
  for (const { object, namespace } of graph.ofKind('HorizontalPodAutoscaler'))
    if (namespace === node.namespace && targets(object.spec?.scaleTargetRef))
      return object.spec?.minReplicas ?? 1;
  const { replicas } = (node.object.spec ?? {}) as { replicas?: number };
  return replicas;
}
