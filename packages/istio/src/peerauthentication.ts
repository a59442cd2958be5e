import type { PeerAuthentication, PeerAuthenticationMtls } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { meshFlows } from './mesh-flows.ts';

/**
 * Builds the PeerAuthentication: mutual TLS on every port of the service's pods, except that ports with a
 * plain-text flow accept both. Sidecars and ambient's node proxies enforce it alike; undefined without a mesh.
 * https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export function peerAuthentication(plan: ServingPlan): PeerAuthentication | undefined {
  if (plan.mesh.mode === 'none') return undefined;
  return {
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      selector: { matchLabels: plan.selectorLabels },
      mtls: { mode: 'STRICT' },
      portLevelMtls: plaintextPorts(plan),
    },
  };
}

function plaintextPorts(plan: ServingPlan): Record<string, PeerAuthenticationMtls> | undefined {
  const flows = meshFlows(plan).filter(({ plaintext }) => plaintext);
  if (flows.length === 0) return undefined;
  return Object.fromEntries(
    flows.flatMap((flow) => flow.ports.map(({ port }) => [port, { mode: 'PERMISSIVE' }])),
  );
}
