import type { Node } from '../../graph/node.ts';
import { nameOf } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';

export const prometheusAddress = defineRule({
  id: 'monitoring/prometheus-address',
  severity: 'warning',
  needs: ['cluster'],
  holds: "Analyses and autoscalers ask the cluster's Prometheus.",
  why: 'Another address is refused by the network policies, or has no series of these pods: canaries end with an error, and nothing scales.',
  sources: [
    'https://argo-rollouts.readthedocs.io/en/stable/analysis/prometheus/',
    'https://keda.sh/docs/latest/scalers/prometheus/',
  ],
  *check({ graph, cluster }) {
    const { address } = cluster.spec.monitoring.prometheus;
    for (const { node, pointer, found } of listAddresses(graph)) {
      // An argument may hold it.
      if (found?.includes('{{') || (found !== undefined && withoutSlash(found) === withoutSlash(address)))
        continue;
      yield {
        node,
        pointer,
        message: `${nameOf(node)} asks ${found === undefined ? 'no Prometheus by its address' : `Prometheus at ${found}`}; that of cluster ${cluster.metadata.name} is ${address}.`,
        fix: `Ask ${address}.`,
      };
    }
  },
});

function withoutSlash(address: string): string {
  return address.endsWith('/') ? address.slice(0, -1) : address;
}

function* listAddresses(
  graph: ResourceGraph,
): Iterable<{ node: Node; pointer: string; found: string | undefined }> {
  for (const node of [...graph.ofKind('AnalysisTemplate'), ...graph.ofKind('ClusterAnalysisTemplate')])
    for (const [index, { provider }] of (node.object.spec?.metrics ?? []).entries()) {
      // Without one the controller asks the address that it was started with.
      if (provider?.prometheus !== undefined)
        yield {
          node,
          pointer: `/spec/metrics/${index}/provider/prometheus/address`,
          found: provider.prometheus.address,
        };
    }
  for (const node of graph.ofKind('ScaledObject'))
    for (const [index, { type, metadata }] of (node.object.spec?.triggers ?? []).entries()) {
      const found = type === 'prometheus' ? metadata?.serverAddress : undefined;
      if (found !== undefined)
        yield { node, pointer: `/spec/triggers/${index}/metadata/serverAddress`, found };
    }
}
