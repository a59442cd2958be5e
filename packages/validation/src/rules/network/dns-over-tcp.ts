import { isolationOf, lets } from '../../graph/network-reach.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const dnsOverTcp = defineRule({
  id: 'network/dns-over-tcp',
  severity: 'warning',
  needs: [],
  holds: 'Where egress to port 53 is open by UDP it is open by TCP.',
  why: 'Answers that are too long for a datagram are asked for again by TCP: names with many addresses then fail now and then.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://www.rfc-editor.org/rfc/rfc7766',
  ],
  *check({ graph }) {
    const told = new Set<Node>();
    for (const workload of graph.workloads) {
      const egress = isolationOf(graph, workload, 'egress');
      if (egress === undefined || !lets(egress, { protocol: 'UDP', port: 53 }, { graph })) continue;
      if (lets(egress, { protocol: 'TCP', port: 53 }, { graph })) continue;
      const { node, pointer } = egress.rules.find((rule) =>
        lets({ ...egress, rules: [rule] }, { protocol: 'UDP', port: 53 }, { graph }),
      )!;
      if (told.has(node)) continue;
      told.add(node);
      yield {
        node,
        pointer: `${pointer}/ports`,
        absent: true,
        message: `The pods of ${nameOf(workload.node)} may ask for addresses by UDP, and not by TCP.`,
        fix: 'Add {protocol: TCP, port: 53} to the rule.',
      };
    }
  },
});
