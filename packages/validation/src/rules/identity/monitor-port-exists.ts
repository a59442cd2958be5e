import type { PodMonitor, ServiceMonitor } from '@fleetwright/kube-schemas';
import { servicesOfMonitor, workloadsOfMonitor } from '../../graph/monitor-targets.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsByName, portsOf } from '../../graph/service-ports.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const monitorPortExists = defineRule({
  id: 'identity/monitor-port-exists',
  severity: 'error',
  needs: [],
  holds:
    'Each endpoint of a monitor names a port of a Service (ServiceMonitor) or of a pod (PodMonitor) it selects.',
  why: 'Prometheus drops every target whose port has another name, and tells nobody.',
  sources: [
    'https://github.com/prometheus-operator/prometheus-operator/issues/1957',
    'https://github.com/prometheus-operator/prometheus-operator/issues/1543',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('ServiceMonitor')) yield* checkServiceMonitor(graph, node);
    for (const node of graph.ofKind('PodMonitor')) yield* checkPodMonitor(graph, node);
  },
});

function* checkServiceMonitor(graph: ResourceGraph, node: Node<ServiceMonitor>): Iterable<Violation> {
  const services = servicesOfMonitor(graph, node);
  const ports = services.flatMap((service) => portsOf(service).map(({ port }) => port));
  for (const [index, endpoint] of (node.object.spec?.endpoints ?? []).entries()) {
    const pointer = `/spec/endpoints/${index}`;
    if (services.length === 0 || endpoint.targetPort !== undefined) continue;
    if (endpoint.port === undefined) {
      const many = services.find((service) => portsOf(service).length > 1);
      if (many) yield describeMissing(node, pointer, ports, many);
    } else if (!ports.some(({ name }) => name === endpoint.port)) {
      yield {
        node,
        pointer: `${pointer}/port`,
        message: `No Service that the monitor selects has a port named ${endpoint.port}; their ports are ${listNames(ports)}.`,
        fix: "Name a port by its Service's spec.ports[].name; a number is no name.",
        related: services.map((service) => ({
          node: service,
          pointer: '/spec/ports',
          message: `The ports of ${nameOf(service)}.`,
        })),
      };
    }
  }
}

function describeMissing(node: Node, pointer: string, ports: NamedPort[], many: Node): Violation {
  return {
    node,
    pointer,
    message: `The endpoint names no port, and ${nameOf(many)} has the ports ${listNames(ports)}: all of them would be scraped.`,
    fix: 'Name the port that serves metrics.',
    related: [{ node: many, pointer: '/spec/ports', message: `The ports of ${nameOf(many)}.` }],
  };
}

function* checkPodMonitor(graph: ResourceGraph, node: Node<PodMonitor>): Iterable<Violation> {
  const names = workloadsOfMonitor(graph, node).map(portsByName);
  if (names.length === 0) return;
  for (const [index, { port }] of (node.object.spec?.podMetricsEndpoints ?? []).entries()) {
    if (port === undefined || names.some((known) => known.has(port))) continue;
    yield {
      node,
      pointer: `/spec/podMetricsEndpoints/${index}/port`,
      message: `No container that the monitor selects has a port named ${port}; their ports are ${listNames(
        names.flatMap((known) => [...known.keys()].map((name) => ({ name }))),
      )}.`,
      fix: "Name a port by its container's ports[].name.",
    };
  }
}

interface NamedPort {
  name?: string | undefined;
  port?: number | undefined;
}

function listNames(ports: readonly NamedPort[]): string {
  const names = ports.map(
    ({ name, port }) => name ?? (port === undefined ? 'unnamed' : `${port} without a name`),
  );
  return names.length === 0 ? 'none' : names.join(', ');
}
