import type { AmbientMesh, Flow, FlowPort } from '@fleetwright/plan';

/** An ambient mesh for tests, without and with a waypoint. */
export const AMBIENT: AmbientMesh = {
  mode: 'ambient',
  podLabels: { 'istio.io/dataplane-mode': 'ambient' },
  trustDomain: 'cluster.local',
  waypoint: undefined,
};

export const AMBIENT_WITH_WAYPOINT: AmbientMesh = {
  ...AMBIENT,
  waypoint: { name: 'waypoint', principal: 'cluster.local/ns/ml-inference/sa/waypoint' },
};

const TUNNEL: FlowPort = { protocol: 'TCP', port: 15008, tunnel: true };
const INFERENCE: FlowPort[] = [{ protocol: 'TCP', port: 8000 }, { protocol: 'TCP', port: 8001 }, TUNNEL];

/** What comes in through an ambient mesh, or past it, as the plan resolves it. */
export const AMBIENT_INGRESS: Flow[] = [
  ingress('gateway', 'istio-ingress', 'cluster.local/ns/istio-ingress/sa/public-gateway'),
  {
    id: 'prometheus',
    direction: 'ingress',
    peer: { kind: 'workload', namespace: 'monitoring', podLabels: {}, principal: undefined },
    ports: [{ protocol: 'TCP', port: 8002 }, TUNNEL],
    reason: 'Prometheus scrapes metrics',
    plaintext: true,
  },
  {
    id: 'probes',
    direction: 'ingress',
    peer: { kind: 'network', cidr: '169.254.7.127/32' },
    ports: [{ protocol: 'TCP', port: 8000 }],
    reason: 'the kubelet probes',
    plaintext: true,
    bypassesMesh: true,
  },
];

/** The same with a waypoint and a caller inside the cluster. */
export const WAYPOINT_INGRESS: Flow[] = [
  ingress('waypoint', 'ml-inference', AMBIENT_WITH_WAYPOINT.waypoint?.principal),
  ingress('caller:shop/search', 'shop', 'cluster.local/ns/shop/sa/search'),
  ...AMBIENT_INGRESS,
];

function ingress(id: string, namespace: string, principal: string | undefined): Flow {
  return {
    id,
    direction: 'ingress',
    peer: { kind: 'workload', namespace, podLabels: {}, principal },
    ports: INFERENCE,
    reason: `${id} calls the service`,
    plaintext: false,
  };
}
