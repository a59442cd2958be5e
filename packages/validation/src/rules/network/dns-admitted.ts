import { isolationOf, lets } from '../../graph/network-reach.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { showLabels } from '../../graph/show-labels.ts';
import { defineRule } from '../../rule.ts';

export const dnsAdmitted = defineRule({
  id: 'network/dns-admitted',
  severity: 'error',
  needs: ['cluster'],
  holds: "Where egress to port 53 is open, it is open to the cluster's own DNS.",
  why: 'A rule that leads to other pods resolves no name.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph, cluster }) {
    const { dns } = cluster.spec.network;
    const told = new Set<Node>();
    for (const workload of graph.workloads) {
      const egress = isolationOf(graph, workload, 'egress');
      const port = { protocol: 'UDP', port: 53 } as const;
      if (egress === undefined || lets(egress, port, { graph, peer: dns })) continue;
      const open = egress.rules.filter((rule) => lets({ ...egress, rules: [rule] }, port, { graph }));
      // Where nothing is open, that is said already; a network may hold the addresses of the DNS.
      if (open.length === 0 || open.some(({ peers }) => peers.some(({ ipBlock }) => ipBlock))) continue;
      const { node, pointer } = open[0]!;
      if (told.has(node)) continue;
      told.add(node);
      yield {
        node,
        pointer: `${pointer}/to`,
        message: `The pods of ${nameOf(workload.node)} may not ask the DNS of cluster ${cluster.metadata.name}, which is ${showLabels(dns.podLabels)} in namespace ${dns.namespace}.`,
        fix: 'Name these pods in the rule for port 53.',
      };
    }
  },
});
