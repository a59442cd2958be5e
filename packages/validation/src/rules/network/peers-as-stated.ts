import type { ClusterFile } from '@fleetwright/model-service';
import { matchesSelector, type Labels } from '../../graph/label-selector.ts';
import { GATEWAY_NAME, waypointOf } from '../../graph/mesh-access.ts';
import {
  isolationOf,
  lets,
  type Direction,
  type Endpoint,
  type Isolation,
  type PolicyRule,
} from '../../graph/network-reach.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { showLabels } from '../../graph/show-labels.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { routedPorts } from './routed-ports.ts';
import { scrapedPorts } from './scraped-ports.ts';
import { isEmptySelector, isEverybody } from './wide-peers.ts';

export const peersAsStated = defineRule({
  id: 'network/peers-as-stated',
  severity: 'warning',
  needs: ['cluster', 'environment'],
  holds:
    'Where a cluster states the labels of the pods of its DNS, control plane, waypoint, gateway or Prometheus, a rule for them names these labels.',
  why: 'A wider rule lets other pods pose as them: whoever answers at port 53 learns every name that is asked for, and what is written into it.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  ],
  *check({ graph, cluster, environment }) {
    if (graph.ofKind('NetworkPolicy').length === 0) return;
    const told = new Set<string>();
    const peers = statedPeers(graph, cluster, environment.spec.namespace);
    for (const workload of graph.workloads)
      for (const stated of peers) {
        const isolation = isolationOf(graph, workload, stated.direction);
        const wide = isolation && findWide(graph, { workload, isolation, stated });
        const key = `${wide?.node.namespace} ${wide?.node.name} ${wide?.pointer}`;
        if (wide === undefined || told.has(key)) continue;
        told.add(key);
        yield {
          node: wide.node,
          pointer: `${wide.pointer}/${stated.direction === 'ingress' ? 'from' : 'to'}`,
          message: `The rule that ${stated.direction === 'ingress' ? 'lets in' : 'leads to'} ${stated.what} fits other pods too; on cluster ${cluster.metadata.name} it is ${showLabels(stated.podLabels)} in namespace ${stated.namespace}.`,
          fix: 'Name this namespace and these labels in one peer.',
        };
      }
  },
});

/** Pods by which a cluster is served, and what passes between them and others. */
interface StatedPeer {
  what: string;
  direction: Direction;
  namespace: string;
  podLabels: Labels;
  endpointsOf: (workload: Workload) => readonly Endpoint[];
}

function statedPeers(graph: ResourceGraph, cluster: ClusterFile, namespace: string): StatedPeer[] {
  const { mesh, network } = cluster.spec;
  const dns: Endpoint = { protocol: 'UDP', port: 53 };
  const control: Endpoint = { protocol: 'TCP', port: 15012 };
  const peers: StatedPeer[] = [
    { what: 'the DNS', direction: 'egress', ...network.dns, endpointsOf: () => [dns] },
    ...(mesh.mode === 'sidecar'
      ? [
          {
            what: 'the control plane of the mesh',
            direction: 'egress' as const,
            ...mesh.controlPlane,
            endpointsOf: () => [control],
          },
        ]
      : []),
    ...[...callers(graph, cluster, namespace)].map((peer) => ({ ...peer, direction: 'ingress' as const })),
  ];
  return peers.filter(({ podLabels }) => Object.keys(podLabels).length > 0);
}

function* callers(
  graph: ResourceGraph,
  cluster: ClusterFile,
  namespace: string,
): Iterable<Omit<StatedPeer, 'direction'>> {
  const { gateway, monitoring } = cluster.spec;
  const waypoint = waypointOf(cluster);
  if (waypoint !== undefined) {
    const podLabels = { [GATEWAY_NAME]: waypoint.name };
    const tunnel: Endpoint = { protocol: 'TCP', port: 15008 };
    yield { what: `the waypoint ${waypoint.name}`, namespace, podLabels, endpointsOf: () => [tunnel] };
  }
  if (gateway?.podLabels !== undefined)
    yield {
      what: `the gateway ${gateway.name}`,
      namespace: gateway.serviceAccount.split('/')[0]!,
      podLabels: gateway.podLabels,
      endpointsOf: (workload) => endpointsIn(routedPorts(graph, gateway.name), workload),
    };
  if (monitoring.prometheus.podLabels !== undefined)
    yield {
      what: 'Prometheus',
      namespace: monitoring.prometheus.namespace,
      podLabels: monitoring.prometheus.podLabels,
      endpointsOf: (workload) => endpointsIn(scrapedPorts(graph), workload),
    };
}

function endpointsIn(ports: readonly { workload: Workload; port: number }[], workload: Workload): Endpoint[] {
  return ports
    .filter((each) => each.workload === workload)
    .map(({ port }) => ({ protocol: 'TCP', port }) as const);
}

/** The rule that lets a stated peer through without naming it, where none names it. */
function findWide(
  graph: ResourceGraph,
  { workload, isolation, stated }: { workload: Workload; isolation: Isolation; stated: StatedPeer },
): PolicyRule | undefined {
  const server = stated.direction === 'ingress' ? { server: workload } : {};
  for (const endpoint of stated.endpointsOf(workload)) {
    const through = isolation.rules.filter((rule) =>
      lets({ ...isolation, rules: [rule] }, endpoint, { graph, peer: stated, ...server }),
    );
    // Everybody, and a network that holds it, are told elsewhere.
    const isTold = through.some(({ peers }) => peers.length === 0 || peers.some(isEverybody));
    if (!isTold && through.length > 0 && through.every(isWide)) return through[0];
  }
  return undefined;
}

// A rule for several peers is as wide as the widest of them.
function isWide({ peers }: PolicyRule): boolean {
  return peers.some(
    ({ ipBlock, namespaceSelector, podSelector = {} }) =>
      ipBlock === undefined &&
      (matchesSelector(podSelector, {}) ||
        (namespaceSelector !== undefined && isEmptySelector(namespaceSelector))),
  );
}
