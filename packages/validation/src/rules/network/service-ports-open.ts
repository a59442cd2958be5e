import { isolationOf, lets, placeOfRules } from '../../graph/network-reach.ts';
import { nameOf } from '../../graph/node.ts';
import { portsOf, targetPortOf } from '../../graph/service-ports.ts';
import { defineRule } from '../../rule.ts';
import { scrapedPorts } from './scraped-ports.ts';

export const servicePortsOpen = defineRule({
  id: 'network/service-ports-open',
  severity: 'error',
  needs: [],
  holds: 'Network policies let somebody reach each port to which a Service leads.',
  why: 'The Service looks sound and has endpoints, and every connection to them times out.',
  sources: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  *check({ graph }) {
    const scraped = scrapedPorts(graph);
    const told = new Set<string>();
    for (const workload of graph.workloads) {
      const ingress = isolationOf(graph, workload, 'ingress');
      if (ingress === undefined) continue;
      for (const service of graph.servicesOf(workload))
        for (const named of portsOf(service)) {
          const port = targetPortOf(named, workload);
          const protocol = named.port.protocol === 'UDP' ? 'UDP' : 'TCP';
          const place = placeOfRules(ingress, workload, 'ingress');
          const key = `${place.node.kind} ${place.node.namespace} ${place.node.name} ${port}`;
          if (port === undefined || told.has(key)) continue;
          if (scraped.some((other) => other.workload === workload && other.port === port)) continue;
          if (lets(ingress, { protocol, port }, { graph, server: workload })) continue;
          told.add(key);
          yield {
            ...place,
            absent: true,
            message: `No ingress rule opens port ${port} of ${nameOf(workload.node)}, to which ${nameOf(service)} leads.`,
            fix: `Add a rule from its callers to port ${port}, or remove the port from the Service.`,
            related: [{ node: service, pointer: named.pointer, message: 'The port of the Service.' }],
          };
        }
    }
  },
});
