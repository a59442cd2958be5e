import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsByName, portsOf } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { listProbes } from './probes.ts';

export const namedPortExists = defineRule({
  id: 'identity/named-port-exists',
  severity: 'error',
  needs: [],
  holds: 'A port that a Service or a probe names is a port of a container.',
  why: 'A Service whose named port no pod has gets no endpoints for it; such a probe fails until the pod is restarted.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#use-a-named-port',
  ],
  *check({ graph }) {
    yield* checkServices(graph);
    for (const workload of graph.workloads) yield* checkProbes(workload);
  },
});

// The sidecar that the mesh adds has it.
const PROXY_METRICS = 'http-envoy-prom';

function* checkServices(graph: ResourceGraph): Iterable<Violation> {
  for (const node of graph.ofKind('Service')) {
    const workloads = graph.selectedBy(node);
    for (const { port, pointer } of portsOf(node)) {
      const { targetPort } = port;
      const lacking = workloads.find(
        (workload) =>
          typeof targetPort === 'string' &&
          targetPort !== PROXY_METRICS &&
          !portsByName(workload).has(targetPort),
      );
      if (lacking === undefined) continue;
      yield {
        node,
        pointer: `${pointer}/targetPort`,
        message: `No container of ${nameOf(lacking.node)} has a port named ${targetPort}; their ports are ${listNames(lacking)}.`,
        fix: 'Name a port of the container, or add the name to it.',
        related: [
          {
            node: lacking.node,
            pointer: lacking.containers.at(-1)?.pointer ?? lacking.templatePointer,
            message: 'The pods that the Service selects.',
          },
        ],
      };
    }
  }
}

function* checkProbes(workload: Workload): Iterable<Violation> {
  for (const { container, port, pointer } of workload.containers.flatMap(listProbes)) {
    const ports = container.ports ?? [];
    if (typeof port !== 'string' || ports.some(({ name }) => name === port)) continue;
    yield {
      node: workload.node,
      pointer,
      message: `The container ${container.name} has no port named ${port}; its ports are ${ports.map(({ name }) => name ?? 'unnamed').join(', ') || 'none'}.`,
      fix: "Name a port of the probe's own container.",
    };
  }
}

function listNames(workload: Workload): string {
  return [...portsByName(workload).keys()].join(', ') || 'without names';
}
