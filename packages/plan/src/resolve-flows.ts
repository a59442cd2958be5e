import type { PortNumbers } from '@fleetwright/kube';
import { meshPrincipal } from './resolve-traffic.ts';
import type { Resolution } from './resolution.ts';
import type { FetchDelivery, Flow, FlowPort, GatewayPlan, TrafficPlan } from './serving-plan.ts';

/** Port of istiod's configuration and certificate service. */
const ISTIOD_PORT = 15012;
/** Address on which the node-local DNS cache listens. */
const NODE_LOCAL_DNS = '169.254.20.10/32';
const DNS_PORTS: FlowPort[] = [
  { protocol: 'UDP', port: 53 },
  { protocol: 'TCP', port: 53 },
];

/** Everything the flows depend on besides the cluster's facts. */
export interface FlowInputs {
  ports: PortNumbers;
  traffic: TrafficPlan;
  gateway: GatewayPlan;
  delivery: FetchDelivery;
}

/** Who talks to the service's pods and whom they talk to; nothing else is let through. */
export function resolveFlows(resolution: Resolution, inputs: FlowInputs): Flow[] {
  return [
    gatewayFlow(resolution, inputs),
    ...callerFlows(resolution, inputs),
    prometheusFlow(resolution, inputs.ports),
    ...dnsFlows(resolution),
    istiodFlow(resolution),
    ...storeFlows(resolution, inputs.delivery),
    ...identityFlows(resolution, inputs.delivery),
  ];
}

function inferencePorts({ traffic, ports }: FlowInputs): FlowPort[] {
  return traffic.protocols.map((protocol) => ({ protocol: 'TCP', port: ports[protocol] }));
}

function gatewayFlow({ inputs }: Resolution, flow: FlowInputs): Flow {
  return {
    id: 'gateway',
    direction: 'ingress',
    peer: {
      kind: 'workload',
      namespace: flow.gateway.namespace,
      podLabels: inputs.cluster.content.spec.gateway.podLabels ?? {},
      principal: flow.gateway.principal,
    },
    ports: inferencePorts(flow),
    reason: 'clients call through the gateway',
    plaintext: false,
  };
}

function callerFlows({ inputs }: Resolution, flow: FlowInputs): Flow[] {
  const { trustDomain } = inputs.cluster.content.spec.mesh;
  return flow.traffic.callers.map(({ namespace, serviceAccount }) => ({
    id: `caller:${namespace}/${serviceAccount}`,
    direction: 'ingress',
    peer: {
      kind: 'workload',
      namespace,
      podLabels: {},
      principal: meshPrincipal(trustDomain, namespace, serviceAccount),
    },
    ports: inferencePorts(flow),
    reason: `${namespace}/${serviceAccount} calls from inside the cluster`,
    plaintext: false,
  }));
}

function prometheusFlow({ inputs }: Resolution, ports: PortNumbers): Flow {
  const { prometheus } = inputs.cluster.content.spec.monitoring;
  return {
    id: 'prometheus',
    direction: 'ingress',
    peer: {
      kind: 'workload',
      namespace: prometheus.namespace,
      podLabels: prometheus.podLabels ?? {},
      principal: undefined,
    },
    ports: [{ protocol: 'TCP', port: ports.metrics }],
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

function istiodFlow({ inputs }: Resolution): Flow {
  const { namespace, podLabels } = inputs.cluster.content.spec.mesh.controlPlane;
  return {
    id: 'istiod',
    direction: 'egress',
    peer: { kind: 'workload', namespace, podLabels, principal: undefined },
    ports: [{ protocol: 'TCP', port: ISTIOD_PORT }],
    reason: 'the proxy gets configuration and certificates',
    plaintext: true,
  };
}

function storeFlows({ inputs }: Resolution, delivery: FetchDelivery): Flow[] {
  const { modelStores } = inputs.cluster.content.spec;
  return delivery.fetchers.flatMap(({ store }) =>
    (modelStores[store]?.egress ?? []).map(({ cidr, port }) => ({
      id: `store:${store}`,
      direction: 'egress',
      peer: { kind: 'network', cidr },
      ports: [{ protocol: 'TCP', port }],
      reason: `models are fetched from the store ${store}`,
      plaintext: true,
    })),
  );
}

function identityFlows({ inputs }: Resolution, delivery: FetchDelivery): Flow[] {
  if (delivery.fetchers.length === 0) return [];
  return (inputs.cluster.content.spec.identity.egress ?? []).map(({ cidr, port }) => ({
    id: 'identity',
    direction: 'egress',
    peer: { kind: 'network', cidr },
    ports: [{ protocol: 'TCP', port }],
    reason: 'credentials are exchanged with the identity provider',
    plaintext: true,
  }));
}
