import { nameOf } from '../../graph/node.ts';
import { portsOf } from '../../graph/service-ports.ts';
import { defineRule } from '../../rule.ts';
import { listDestinations } from './destinations.ts';

export const destinationPort = defineRule({
  id: 'traffic/destination-port',
  severity: 'error',
  needs: [],
  holds: 'A destination names a port of its Service, where the Service has more than one.',
  why: 'Istio cannot choose: requests to such a destination, or to a port that does not exist, are answered 503.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0112/',
    'https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination',
  ],
  plan: '/traffic/protocols',
  *check({ graph }) {
    for (const { node, pointer, host, port } of listDestinations(graph)) {
      const service = graph.findHost(host, node.namespace);
      if (service === undefined) continue;
      const numbers = portsOf(service).map((candidate) => candidate.port.port);
      const list = numbers.join(', ') || 'none';
      const related = [
        { node: service, pointer: '/spec/ports', message: `The ports of ${nameOf(service)}.` },
      ];
      if (port === undefined && numbers.length > 1)
        yield {
          node,
          pointer,
          message: `The destination names no port, and ${nameOf(service)} has the ports ${list}.`,
          fix: 'Add port.number.',
          related,
        };
      else if (port !== undefined && !numbers.includes(port))
        yield {
          node,
          pointer: `${pointer}/port/number`,
          message: `${nameOf(service)} has no port ${port}; it has ${list}.`,
          fix: "Name a port of the Service, which may differ from its pods' port.",
          related,
        };
    }
  },
});
