import type { ServiceMonitor } from '@fleetwright/kube-schemas';
import { matchesSelector } from '../../graph/label-selector.ts';
import { coversNamespace, servicesOfMonitor, workloadsOfMonitor } from '../../graph/monitor-targets.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { showLabels, showSelector } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const monitorSelectsTargets = defineRule({
  id: 'identity/monitor-selects-targets',
  severity: 'error',
  needs: [],
  holds:
    'Each ServiceMonitor selects a Service by its own labels, each PodMonitor a pod, in a namespace that it covers.',
  why: 'A monitor that selects nothing is no error to Prometheus: nothing is scraped, and alerts stay silent.',
  sources: [
    'https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitorSpec',
    'https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/troubleshooting.md',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceMonitor')) {
      if (servicesOfMonitor(graph, node).length > 0) continue;
      const confused = servicesByPodSelector(graph, node);
      yield {
        node,
        pointer: '/spec/selector',
        absent: confused.length === 0,
        message: `No Service that the ServiceMonitor covers has the labels ${showSelector(node.object.spec?.selector)}.`,
        fix:
          confused.length === 0
            ? "Select labels of the Service, and name its namespace in namespaceSelector where it is not the monitor's."
            : 'Give these labels to the Service itself: its selector speaks of pods.',
        related: confused.map((service) => ({
          node: service,
          pointer: '/metadata',
          message: `${nameOf(service)} has the labels ${showLabels(service.object.metadata?.labels)}.`,
        })),
      };
    }
    for (const node of graph.ofKind('PodMonitor')) {
      if (workloadsOfMonitor(graph, node).length > 0) continue;
      yield {
        node,
        pointer: '/spec/selector',
        absent: true,
        message: `No pod that the PodMonitor covers has the labels ${showSelector(node.object.spec?.selector)}.`,
        fix: 'Select labels of a pod template, and name its namespace in namespaceSelector.',
      };
    }
  },
});

// The usual mistake: the monitor has the labels of the pods, and the Service has none.
function servicesByPodSelector(graph: ResourceGraph, monitor: Node<ServiceMonitor>) {
  return graph
    .ofKind('Service')
    .filter(
      ({ object, namespace }) =>
        coversNamespace(monitor, namespace) &&
        Object.keys(object.spec?.selector ?? {}).length > 0 &&
        matchesSelector(monitor.object.spec?.selector, object.spec?.selector ?? {}),
    );
}
