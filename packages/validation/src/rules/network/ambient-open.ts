import {
  containsNetwork,
  isolationOf,
  lets,
  placeOfRules,
  type Isolation,
} from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { portsByName } from '../../graph/service-ports.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';

export const ambientOpen = defineRule({
  id: 'network/ambient-open',
  severity: 'error',
  needs: ['cluster'],
  holds:
    "In an ambient mesh policies let in the tunnel at port 15008 where they let in peers, and the kubelet's probes.",
  why: 'Traffic of the mesh arrives at 15008, not at the port of the server; probes come from 169.254.7.127, and pods whose probes are blocked never get ready.',
  sources: ['https://istio.io/latest/docs/ambient/usage/networkpolicy/'],
  *check({ graph, cluster }) {
    if (cluster.spec.mesh.mode !== 'ambient') return;
    for (const workload of graph.workloads) {
      const ingress = isolationOf(graph, workload, 'ingress');
      if (ingress === undefined || isOutside(workload.podLabels)) continue;
      yield* checkTunnel(ingress);
      for (const port of probePorts(workload)) {
        const endpoint = { protocol: 'TCP', port } as const;
        if (lets(ingress, endpoint, { graph, server: workload, peer: { cidr: PROBES } })) continue;
        yield {
          ...placeOfRules(ingress, workload, 'ingress'),
          message: `The kubelet's probes of ${nameOf(workload.node)} come from ${PROBES}, which port ${port} is not open to.`,
          fix: `Add a rule from ipBlock ${PROBES} to port ${port}.`,
        };
      }
    }
  },
});

const PROBES = '169.254.7.127/32';

function* checkTunnel({ rules }: Isolation): Iterable<Violation> {
  for (const { node, pointer, peers, ports } of rules) {
    const isForPods = peers.some(({ ipBlock }) => ipBlock === undefined) || peers.length === 0;
    const hasTunnel = ports.length === 0 || ports.some(({ port }) => port === undefined || port === 15008);
    const isProbes = peers.every(({ ipBlock }) => containsNetwork(ipBlock?.cidr ?? '', PROBES));
    if (!isForPods || hasTunnel || (peers.length > 0 && isProbes)) continue;
    yield {
      node,
      pointer: `${pointer}/ports`,
      message: `The rule opens ${ports.map(({ port }) => port).join(', ')}; what its peers send through the mesh arrives at 15008.`,
      fix: 'Add {protocol: TCP, port: 15008} to the rule.',
    };
  }
}

function isOutside(labels: Readonly<Record<string, unknown>>): boolean {
  return labels['istio.io/dataplane-mode'] === 'none';
}

function probePorts(workload: Workload): number[] {
  const probes = workload.containers.flatMap(({ container }) => [
    container.startupProbe,
    container.readinessProbe,
    container.livenessProbe,
  ]);
  const ports = probes.flatMap((probe) => {
    const port = probe?.httpGet?.port ?? probe?.tcpSocket?.port ?? probe?.grpc?.port;
    return (typeof port === 'string' ? portsByName(workload).get(port) : port) ?? [];
  });
  return [...new Set(ports)];
}
