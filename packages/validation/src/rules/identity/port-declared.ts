import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { portsOf } from '../../graph/service-ports.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { listProbes } from './probes.ts';

export const portDeclared = defineRule({
  id: 'identity/port-declared',
  severity: 'warning',
  needs: [],
  holds:
    'A port number that a Service or a probe uses is one that the container declares, where it declares any.',
  why: 'Declared ports are what the server listens on, so another number is nearly always a mistake: refused connections, failing probes.',
  sources: [
    'https://docs.kubelinter.io/#/generated/checks?id=liveness-port',
    'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  ],
  *check({ graph }) {
    yield* checkServices(graph);
    for (const workload of graph.workloads) yield* checkProbes(workload);
  },
});

function* checkServices(graph: ResourceGraph): Iterable<Violation> {
  for (const node of graph.ofKind('Service')) {
    const workloads = graph.selectedBy(node);
    for (const { port, pointer } of portsOf(node)) {
      const target = port.targetPort ?? port.port;
      const lacking = workloads.find((workload) => !mayListen(workload, target));
      if (lacking === undefined) continue;
      yield {
        node,
        pointer: port.targetPort === undefined ? `${pointer}/port` : `${pointer}/targetPort`,
        message: `The Service leads to port ${target} of the pods of ${nameOf(lacking.node)}, which declare ${listPorts(lacking.containers)}.`,
        fix: 'Lead to a port that the container declares, or declare this one.',
      };
    }
  }
}

function* checkProbes(workload: Workload): Iterable<Violation> {
  for (const owner of workload.containers) {
    for (const { port, pointer } of listProbes(owner)) {
      if (typeof port !== 'number' || !declaresOthers([owner], port)) continue;
      yield {
        node: workload.node,
        pointer,
        message: `The probe asks port ${port}; the container ${owner.container.name} declares ${listPorts([owner])}.`,
        fix: 'Ask a port that the container declares, or declare this one.',
      };
    }
  }
}

// A container that declares no port may listen on any, and so may the proxy that the mesh adds.
function mayListen({ containers }: Workload, port: unknown): boolean {
  const serving = containers.filter(({ init }) => !init);
  return (
    typeof port !== 'number' ||
    isProxyPort(port) ||
    serving.some(({ container }) => (container.ports ?? []).length === 0) ||
    !declaresOthers(serving, port)
  );
}

// https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
function isProxyPort(port: number): boolean {
  return port >= 15000 && port <= 15090;
}

function declaresOthers(containers: readonly WorkloadContainer[], port: number): boolean {
  const declared = containers.flatMap(({ container }) => container.ports ?? []);
  return declared.length > 0 && !declared.some(({ containerPort }) => containerPort === port);
}

function listPorts(containers: readonly WorkloadContainer[]): string {
  return containers
    .flatMap(({ container }) => container.ports ?? [])
    .map(({ containerPort }) => containerPort)
    .join(', ');
}
