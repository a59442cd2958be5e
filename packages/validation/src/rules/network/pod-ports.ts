import { isolationOf, type PolicyRule } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsByName, portsOf, targetPortOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const podPorts = defineRule({
  id: 'network/pod-ports',
  severity: 'error',
  needs: [],
  holds: 'The ports of an ingress rule are ports of the pods, not of a Service before them.',
  why: 'Policies see packets after the address of a Service was translated: the rule opens a port that nobody listens on.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph }) {
    const told = new Set<string>();
    for (const workload of graph.workloads)
      for (const rule of isolationOf(graph, workload, 'ingress')?.rules ?? [])
        for (const violation of checkRule(graph, workload, rule)) {
          const key = `${rule.node.namespace} ${rule.node.name} ${violation.pointer}`;
          if (!told.has(key)) yield violation;
          told.add(key);
        }
  },
});

function* checkRule(
  graph: ResourceGraph,
  workload: Workload,
  { node, pointer, ports }: PolicyRule,
): Iterable<Violation> {
  const declared = workload.containers.flatMap(({ container }) => container.ports ?? []);
  for (const [index, { port }] of ports.entries()) {
    const isName = typeof port === 'string' && declared.length > 0 && !portsByName(workload).has(port);
    const behind = typeof port === 'number' ? targetBehind(graph, workload, port) : undefined;
    if (!isName && behind === undefined) continue;
    yield {
      node,
      pointer: `${pointer}/ports/${index}/port`,
      message: isName
        ? `No port of ${nameOf(workload.node)} is named ${port}.`
        : `Port ${port} is that of a Service; it leads to port ${behind} of ${nameOf(workload.node)}.`,
      fix: isName
        ? `Name one of ${[...portsByName(workload).keys()].join(', ') || 'its ports by number'}.`
        : `Open port ${behind}.`,
    };
  }
}

// A number that is a port of a Service, and none of its pods.
function targetBehind(graph: ResourceGraph, workload: Workload, number: number): number | undefined {
  const declared = workload.containers.flatMap(({ container }) => container.ports ?? []);
  if (declared.length === 0 || declared.some(({ containerPort }) => containerPort === number))
    return undefined;
  for (const named of graph.servicesOf(workload).flatMap(portsOf)) {
    const target = targetPortOf(named, workload);
    if (named.port.port === number && target !== number) return target;
  }
  return undefined;
}
