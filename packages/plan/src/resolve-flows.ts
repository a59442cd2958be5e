import type { PortNumbers } from '@fleetwright/kube';
import { meshPrincipal } from './resolve-mesh.ts';
import { describeNoGateway } from './resolve-traffic.ts';
import { parseStorageUri } from './storage-uri.ts';
import { report, type Resolution } from './resolution.ts';
import type { DeliveryPlan, Flow, FlowPort, GatewayPlan, TrafficPlan } from './serving-plan.ts';

/** Port of istiod's configuration and certificate service. */
const ISTIOD_PORT = 15012;
/** Address on which the node-local DNS cache listens. */
const NODE_LOCAL_DNS = '169.254.20.10/32';
const DNS_PORTS: FlowPort[] = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

/** Port on which ambient's node proxies hand over encrypted traffic, in the pod's own network. */
const HBONE_PORT: FlowPort = { protocol: 'TCP', port: 15008, tunnel: true };
/** Label by which Istio marks the pods of a waypoint with its name. */
const WAYPOINT_LABEL = 'gateway.networking.k8s.io/gateway-name';
/** Source of the kubelet's probes as ambient pods see it. https://istio.io/latest/docs/ambient/usage/networkpolicy/ */
const AMBIENT_PROBES = '169.254.7.127/32';

/** Everything the flows depend on besides the cluster's facts. */
export interface FlowInputs {
  ports: PortNumbers;
  traffic: TrafficPlan;
  gateway: GatewayPlan | undefined;
  delivery: DeliveryPlan;
}

/** Who talks to the service's pods and whom they talk to; nothing else is let through. */
export function resolveFlows(resolution: Resolution, inputs: FlowInputs): Flow[] {
  if (inputs.gateway === undefined && inputs.traffic.callers.length === 0) reportUnreachable(resolution);
  return [
    ...gatewayFlows(resolution, inputs),
    ...callerFlows(resolution, inputs),
    ...waypointFlows(resolution, inputs),
    prometheusFlow(resolution, inputs.ports),
    ...probeFlows(resolution, inputs.ports),
    ...dnsFlows(resolution),
    ...istiodFlows(resolution),
    ...storeFlows(resolution, inputs.delivery),
    ...identityFlows(resolution, inputs.delivery),
  ];
}

function reportUnreachable(resolution: Resolution): void {
  const { cluster } = resolution.inputs;
  report(resolution, {
    rule: 'plan/unreachable',
    severity: 'warning',
    message: `On ${cluster.content.metadata.name} nobody may call the service: the cluster has no gateway, and the spec names no callers.`,
    fix: 'Name the calling workloads in traffic.callers, for the cluster alone with an override.',
    at: '/traffic/callers',
    related: [describeNoGateway(resolution)],
  });
}

function inferencePorts(resolution: Resolution, { traffic, ports }: FlowInputs): FlowPort[] {
  return meshPorts(
    resolution,
    traffic.protocols.map((protocol) => ({ protocol: 'TCP', port: ports[protocol] })),
  );
}

// Where both ends are in an ambient mesh, the network sees only the tunnel.
function meshPorts({ inputs }: Resolution, ports: FlowPort[]): FlowPort[] {
  return inputs.cluster.content.spec.mesh.mode === 'ambient' ? [...ports, HBONE_PORT] : ports;
}

function gatewayFlows(resolution: Resolution, flow: FlowInputs): Flow[] {
  const { gateway, mesh } = resolution.inputs.cluster.content.spec;
  if (flow.gateway === undefined) return [];
  return [
    {
      id: 'gateway',
      direction: 'ingress',
      peer: {
        kind: 'workload',
        namespace: flow.gateway.namespace,
        podLabels: gateway?.podLabels ?? {},
        principal: flow.gateway.principal,
      },
      ports: inferencePorts(resolution, flow),
      reason: 'clients call through the gateway',
      plaintext: mesh.mode === 'none',
    },
  ];
}

function callerFlows(resolution: Resolution, flow: FlowInputs): Flow[] {
  const { mesh } = resolution.inputs.cluster.content.spec;
  return flow.traffic.callers.map(({ namespace, serviceAccount }) => ({
    id: `caller:${namespace}/${serviceAccount}`,
    direction: 'ingress',
    peer: {
      kind: 'workload',
      namespace,
      podLabels: {},
      principal: meshPrincipal(mesh, namespace, serviceAccount),
    },
    ports: inferencePorts(resolution, flow),
    reason: `${namespace}/${serviceAccount} calls from inside the cluster`,
    plaintext: mesh.mode === 'none',
  }));
}

// What passes a waypoint arrives under the waypoint's identity.
function waypointFlows(resolution: Resolution, flow: FlowInputs): Flow[] {
  const { cluster, environment } = resolution.inputs;
  const { mesh } = cluster.content.spec;
  if (mesh.mode !== 'ambient' || mesh.waypoint === undefined) return [];
  const { namespace } = environment.content.spec;
  return [
    {
      id: 'waypoint',
      direction: 'ingress',
      peer: {
        kind: 'workload',
        namespace,
        podLabels: { [WAYPOINT_LABEL]: mesh.waypoint.name },
        principal: meshPrincipal(mesh, namespace, mesh.waypoint.serviceAccount),
      },
      ports: inferencePorts(resolution, flow),
      reason: 'the waypoint passes on what it admits',
      plaintext: false,
    },
  ];
}

function probeFlows({ inputs }: Resolution, ports: PortNumbers): Flow[] {
  if (inputs.cluster.content.spec.mesh.mode !== 'ambient') return [];
  return [
    {
      id: 'probes',
      direction: 'ingress',
      peer: { kind: 'network', cidr: AMBIENT_PROBES },
      ports: [{ protocol: 'TCP', port: ports.http }],
      reason: "the kubelet's probes pass the node proxy by",
      plaintext: true,
      bypassesMesh: true,
    },
  ];
}

// In plain text, or through an ambient mesh: whether Prometheus is in it is not known.
function prometheusFlow(resolution: Resolution, ports: PortNumbers): Flow {
  const { prometheus } = resolution.inputs.cluster.content.spec.monitoring;
  return {
    id: 'prometheus',
    direction: 'ingress',
    peer: {
      kind: 'workload',
      namespace: prometheus.namespace,
      podLabels: prometheus.podLabels ?? {},
      principal: undefined,
    },
    ports: meshPorts(resolution, [{ protocol: 'TCP', port: ports.metrics }]),
    reason: 'Prometheus scrapes metrics',
    plaintext: true,
  };
}

function dnsFlows({ inputs }: Resolution): Flow[] {
  const { dns, nodeLocalDns } = inputs.cluster.content.spec.network;
  const base = { direction: 'egress', ports: DNS_PORTS, plaintext: true } as const;
  return [
    {
      ...base,
      id: 'dns',
      peer: { kind: 'workload', namespace: dns.namespace, podLabels: dns.podLabels, principal: undefined },
      reason: 'names are resolved',
    },
    ...(nodeLocalDns
      ? [
          {
            ...base,
            id: 'dns:node',
            peer: { kind: 'network', cidr: NODE_LOCAL_DNS } as const,
            reason: "names are resolved by the node's cache",
          },
        ]
      : []),
  ];
}

function istiodFlows({ inputs }: Resolution): Flow[] {
  const { mesh } = inputs.cluster.content.spec;
  if (mesh.mode !== 'sidecar') return [];
  return [
    {
      id: 'istiod',
      direction: 'egress',
      peer: { kind: 'workload', ...mesh.controlPlane, principal: undefined },
      ports: [{ protocol: 'TCP', port: ISTIOD_PORT }],
      reason: 'the proxy gets configuration and certificates',
      plaintext: true,
    },
  ];
}

// Images and claims are the kubelet's business; fetchers and Triton itself talk to buckets.
function storesOf({ inputs, spec }: Resolution, delivery: DeliveryPlan): string[] {
  if (delivery.mode === 'fetch') return delivery.fetchers.map(({ store }) => store);
  if (delivery.mode !== 'remote' || spec.modelRepository === undefined) return [];
  const { store } = parseStorageUri(spec.modelRepository);
  return Object.hasOwn(inputs.cluster.content.spec.modelStores, store) ? [store] : [];
}

function storeFlows(resolution: Resolution, delivery: DeliveryPlan): Flow[] {
  const { modelStores } = resolution.inputs.cluster.content.spec;
  return storesOf(resolution, delivery).flatMap((store) =>
    (modelStores[store]?.egress ?? []).map(({ cidr, port }): Flow => ({
      id: `store:${store}`,
      direction: 'egress',
      peer: { kind: 'network', cidr },
      ports: [{ protocol: 'TCP', port }],
      reason: `models are ${delivery.mode === 'fetch' ? 'fetched' : 'read'} from the store ${store}`,
      plaintext: true,
    })),
  );
}

function identityFlows(resolution: Resolution, delivery: DeliveryPlan): Flow[] {
  if (storesOf(resolution, delivery).length === 0) return [];
  return (resolution.inputs.cluster.content.spec.identity.egress ?? []).map(({ cidr, port }): Flow => ({
    id: 'identity',
    direction: 'egress',
    peer: { kind: 'network', cidr },
    ports: [{ protocol: 'TCP', port }],
    reason: 'credentials are exchanged with the identity provider',
    plaintext: true,
  }));
}
