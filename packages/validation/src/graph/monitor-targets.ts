import type { PodMonitor, Service, ServiceMonitor } from '@fleetwright/kube-schemas';
import { matchesSelector } from './label-selector.ts';
import type { Node } from './node.ts';
import type { ResourceGraph } from './resource-graph.ts';
import type { Workload } from './workload.ts';

/** The Services that a ServiceMonitor selects: by their own labels, in the namespaces that it covers. */
export function servicesOfMonitor(graph: ResourceGraph, monitor: Node<ServiceMonitor>): Node<Service>[] {
  return graph
    .ofKind('Service')
    .filter(
      (service) =>
        coversNamespace(monitor, service.namespace) &&
        matchesSelector(monitor.object.spec?.selector, service.object.metadata?.labels ?? {}),
    );
}

/** The workloads whose pods a PodMonitor selects. */
export function workloadsOfMonitor(graph: ResourceGraph, monitor: Node<PodMonitor>): Workload[] {
  return graph.workloads.filter(
    ({ node, podLabels }) =>
      coversNamespace(monitor, node.namespace) && matchesSelector(monitor.object.spec?.selector, podLabels),
  );
}

/** Whether a monitor looks into a namespace: its own, those it names, or any. */
export function coversNamespace(
  { object, namespace }: Node<ServiceMonitor> | Node<PodMonitor>,
  other: string,
): boolean {
  const { any, matchNames } = object.spec?.namespaceSelector ?? {};
  if (any === true) return true;
  return matchNames !== undefined && matchNames.length > 0 ? matchNames.includes(other) : namespace === other;
}
