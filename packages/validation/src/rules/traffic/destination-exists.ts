import { nearestName } from '@fleetwright/findings';
import { defineRule } from '../../rule.ts';
import { listDestinations } from './destinations.ts';

export const destinationExists = defineRule({
  id: 'traffic/destination-exists',
  severity: 'error',
  needs: [],
  holds: 'Each destination of a VirtualService names a Service of the mesh.',
  why: 'Envoy answers 503 to every request that is routed to a host without a cluster.',
  sources: ['https://istio.io/latest/docs/reference/config/analysis/ist0101/'],
  plan: '/traffic',
  *check({ graph }) {
    for (const { node, pointer, host } of listDestinations(graph)) {
      if (!isServiceHost(host) || graph.findHost(host, node.namespace)) continue;
      const names = graph.ofKind('Service').map(({ name }) => name);
      const nearest = nearestName(host.split('.')[0]!, names);
      yield {
        node,
        pointer: `${pointer}/host`,
        absent: true,
        message: `There is no Service for the host ${host}.`,
        fix: nearest === undefined ? 'Add the Service, or correct the host.' : `Did you mean ${nearest}?`,
      };
    }
  },
});

// Hosts outside the cluster are declared by ServiceEntries, often elsewhere.
function isServiceHost(host: string): boolean {
  return !host.includes('.') || /\.svc(\.|$)/.test(host) || host.split('.').length === 2;
}
