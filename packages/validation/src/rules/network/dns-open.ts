import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const dnsOpen = defineRule({
  id: 'network/dns-open',
  severity: 'error',
  needs: [],
  holds: 'Pods that may call anything may ask for its address: egress to port 53 by UDP is open.',
  why: 'Without DNS no name is resolved: every call to a Service or a bucket fails after a long wait.',
  sources: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
    'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/',
  ],
  *check({ graph }) {
    const told = new Set<Node>();
    for (const workload of graph.workloads) {
      const egress = isolationOf(graph, workload, 'egress');
      if (egress === undefined || egress.rules.length === 0) continue;
      if (lets(egress, { protocol: 'UDP', port: 53 }, { graph })) continue;
      const place = placeOfRules(egress, workload, 'egress');
      if (told.has(place.node)) continue;
      told.add(place.node);
      yield {
        ...place,
        absent: true,
        message: `No egress rule lets the pods of ${nameOf(workload.node)} ask for addresses: port 53 by UDP is closed.`,
        fix: 'Add a rule to the pods k8s-app=kube-dns of namespace kube-system, ports 53 UDP and 53 TCP.',
      };
    }
  },
});
