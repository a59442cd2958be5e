import { nearestName } from '@fleetwright/findings';
import { defineRule } from '../../rule.ts';
import { strayDomain } from './destination-rules.ts';

export const destinationRuleHost = defineRule({
  id: 'traffic/destination-rule-host',
  severity: 'error',
  needs: [],
  holds: 'The host of a DestinationRule is a Service.',
  why: 'A rule for a host that nobody has changes nothing: no limits, no ejection and no TLS setting apply.',
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0174/',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/',
  ],
  plan: '/traffic',
  *check({ graph }) {
    const declared = new Set(graph.ofKind('ServiceEntry').flatMap(({ object }) => object.spec?.hosts ?? []));
    for (const node of graph.ofKind('DestinationRule')) {
      const host = node.object.spec?.host ?? '';
      const isService = !host.includes('.') || /^[^.*]+\.[^.]+\.svc(\.|$)/.test(host);
      if (host === '' || host.includes('*') || !isService || declared.has(host)) continue;
      const stray = strayDomain(graph, host);
      if (stray !== undefined)
        yield {
          node,
          pointer: '/spec/host',
          message: `${host} ends with the domain ${stray.found}, other hosts with ${stray.usual}.`,
          fix: `Write the domain of the cluster, ${stray.usual}.`,
        };
      if (stray !== undefined || graph.findHost(host, node.namespace) !== undefined) continue;
      const names = graph.ofKind('Service').map(({ name }) => name);
      const nearest = nearestName(host.split('.')[0]!, names);
      yield {
        node,
        pointer: '/spec/host',
        absent: true,
        message: `There is no Service for the host ${host}.`,
        fix: nearest === undefined ? 'Add the Service, or correct the host.' : `Did you mean ${nearest}?`,
      };
    }
  },
});
