import type { ResourceGraph } from '../../graph/resource-graph.ts';
import type { Workload } from '../../graph/workload.ts';
import type { PodSecurityLevel } from './pod-security-breaches.ts';

/** The Pod Security level that the namespace of a workload enforces; undefined where it admits everything. */
export function enforcedLevel(graph: ResourceGraph, { node }: Workload): PodSecurityLevel | undefined {
  const namespace = graph.ofKind('Namespace').find(({ name }) => name === node.namespace);
  const level = namespace?.object.metadata?.labels?.['pod-security.kubernetes.io/enforce'];
  return level === 'baseline' || level === 'restricted' ? level : undefined;
}
