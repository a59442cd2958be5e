import type { ServiceMonitor } from '@fleetwright/kube-schemas';
import { nameOf, type Node } from '../../graph/node.ts';
import { peerModeOf } from '../../graph/peer-modes.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { scrapedPorts } from './scraped-ports.ts';

export const scrapeAdmitted = defineRule({
  id: 'network/scrape-admitted',
  severity: 'warning',
  needs: ['cluster'],
  holds: 'Behind sidecars, a port that Prometheus scrapes in plain text accepts plain text.',
  why: 'Prometheus calls pods by their addresses, and no proxy encrypts that: where mutual TLS is demanded, each scrape ends with a closed connection.',
  sources: [
    'https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings',
    'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  ],
  *check({ graph, cluster }) {
    if (cluster.spec.mesh.mode !== 'sidecar' || graph.ofKind('PeerAuthentication').length === 0) return;
    for (const { workload, port, monitor } of scrapedPorts(graph)) {
      const found = peerModeOf(graph, workload, port);
      if (found?.mode !== 'STRICT' || passesProxyBy(workload, port) || encrypts(monitor)) continue;
      yield {
        node: found.node.context ? monitor : found.node,
        pointer: '/spec',
        message: `${nameOf(found.node)} demands mutual TLS at port ${port} of ${nameOf(workload.node)}, which ${nameOf(monitor)} scrapes in plain text.`,
        fix: `Set the mode of port ${port} to PERMISSIVE in portLevelMtls, or scrape by https with the certificates of the mesh.`,
        related: [{ node: monitor, pointer: '/spec', message: 'The monitor.' }],
      };
    }
  },
});

function passesProxyBy({ podLabels, template }: Workload, port: number): boolean {
  const { annotations = {} } = template.metadata ?? {};
  const excluded = String(annotations['traffic.sidecar.istio.io/excludeInboundPorts'] ?? '').split(',');
  return (
    podLabels['sidecar.istio.io/inject'] === 'false' ||
    annotations['traffic.sidecar.istio.io/includeInboundPorts'] !== undefined ||
    excluded.some((each) => each.trim() === String(port))
  );
}

function encrypts({ object }: Node): boolean {
  const { endpoints = [], podMetricsEndpoints = [] } = (object.spec ?? {}) as Record<
    'endpoints' | 'podMetricsEndpoints',
    NonNullable<ServiceMonitor['spec']['endpoints']> | undefined
  >;
  return [...endpoints, ...podMetricsEndpoints].some(
    ({ scheme, tlsConfig }) => scheme?.toLowerCase() === 'https' || tlsConfig !== undefined,
  );
}
