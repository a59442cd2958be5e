import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '@fleetwright/kube-schemas';
import type { Flow } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkPolicy, networkPolicyComments } from './networkpolicy.ts';

describe('the NetworkPolicy', () => {
  it('selects the pods by one label and restricts both directions', () => {
    const { podSelector, policyTypes } = networkPolicy(planFixture()).spec;
    expect(podSelector).toEqual({ matchLabels: { 'fleetwright.dev/service': 'image-classification' } });
    expect(policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it('lets in the gateway at both inference ports and Prometheus at the metrics port', () => {
    expect(networkPolicy(planFixture()).spec.ingress).toEqual([
      {
        from: [namespace('istio-ingress')],
        ports: [
          { protocol: 'TCP', port: 8000 },
          { protocol: 'TCP', port: 8001 },
        ],
      },
      { from: [namespace('monitoring')], ports: [{ protocol: 'TCP', port: 8002 }] },
    ]);
  });

  it('lets out to DNS, the mesh, the store and the identity provider, each a named peer', () => {
    expect(networkPolicy(planFixture()).spec.egress).toEqual([
      {
        to: [{ ...namespace('kube-system'), podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      {
        to: [{ ...namespace('istio-system'), podSelector: { matchLabels: { app: 'istiod' } } }],
        ports: [{ protocol: 'TCP', port: 15012 }],
      },
      { to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ protocol: 'TCP', port: 443 }] },
    ]);
  });

  it('writes one rule for two callers of one namespace', () => {
    const callers = ['search', 'cart'].map((account): Flow => ({
      id: `caller:shop/${account}`,
      direction: 'ingress',
      peer: {
        kind: 'workload',
        namespace: 'shop',
        podLabels: {},
        principal: `cluster.local/ns/shop/sa/${account}`,
      },
      ports: [{ protocol: 'TCP', port: 8000 }],
      reason: `shop/${account} calls the service`,
      plaintext: false,
    }));
    expect(networkPolicy(planFixture({ flows: callers })).spec.ingress).toEqual([
      { from: [namespace('shop')], ports: [{ protocol: 'TCP', port: 8000 }] },
    ]);
  });

  it('lets in the tunnel of an ambient mesh and the probes that pass it by', () => {
    const tunnel = { protocol: 'TCP', port: 15008, tunnel: true } as const;
    const [gateway] = planFixture().flows;
    const flows: Flow[] = [
      { ...gateway!, ports: [{ protocol: 'TCP', port: 8000 }, tunnel] },
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
    expect(networkPolicy(planFixture({ flows })).spec.ingress).toEqual([
      {
        from: [namespace('istio-ingress')],
        ports: [
          { protocol: 'TCP', port: 8000 },
          { protocol: 'TCP', port: 15008 },
        ],
      },
      { from: [{ ipBlock: { cidr: '169.254.7.127/32' } }], ports: [{ protocol: 'TCP', port: 8000 }] },
    ]);
  });

  it('lets Prometheus alone in where there is neither gateway nor mesh nor caller', () => {
    const flows = planFixture().flows.filter(({ id }) => id === 'prometheus' || id === 'dns');
    const plan = planFixture({ gateway: undefined, mesh: { mode: 'none' }, flows });
    const { ingress, egress } = networkPolicy(plan).spec;
    expect(ingress).toEqual([{ from: [namespace('monitoring')], ports: [{ protocol: 'TCP', port: 8002 }] }]);
    expect(egress).toHaveLength(1);
    expect(networkPolicyComments(plan)).toEqual({
      '/spec/ingress/0': 'Prometheus scrapes metrics',
      '/spec/egress/0': 'names are resolved',
    });
  });

  it('closes a direction in which nothing flows', () => {
    const policy = networkPolicy(planFixture({ flows: [] }));
    expect(policy.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'], ingress: [], egress: [] });
    expect(CONNECTIONS.filter((connection) => permits(policy, connection))).toEqual([]);
  });

  it('permits exactly the flows of the plan', () => {
    fc.assert(
      fc.property(fc.array(anyFlow, { maxLength: 6 }), (flows) => {
        const policy = networkPolicy(planFixture({ flows }));
        for (const connection of CONNECTIONS) {
          expect(permits(policy, connection)).toBe(flows.some((flow) => carries(flow, connection)));
        }
      }),
    );
  });
});

function namespace(name: string): NetworkPolicyPeer {
  return { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } };
}

/** The other end of a connection: a pod, or an address with the networks that contain it. */
type Endpoint = { namespace: string; labels: Record<string, string> } | { networks: string[] };

interface Connection {
  direction: 'ingress' | 'egress';
  endpoint: Endpoint;
  protocol: 'TCP' | 'UDP';
  port: number;
}

const ENDPOINTS: Endpoint[] = [
  { namespace: 'shop', labels: {} },
  { namespace: 'shop', labels: { app: 'search', tier: 'web' } },
  { namespace: 'kube-system', labels: { app: 'search' } },
  { namespace: 'kube-system', labels: { app: 'dns' } },
  { networks: ['10.0.0.0/8', '10.20.0.0/16'] },
  { networks: ['10.0.0.0/8'] },
  { networks: [] },
];
const PORT_NUMBERS = [53, 443, 8000];

const CONNECTIONS: Connection[] = (['ingress', 'egress'] as const).flatMap((direction) =>
  ENDPOINTS.flatMap((endpoint) =>
    PORT_NUMBERS.flatMap((port) =>
      (['TCP', 'UDP'] as const).map((protocol) => ({ direction, endpoint, protocol, port })),
    ),
  ),
);

const anyFlow: fc.Arbitrary<Flow> = fc.record({
  id: fc.constant('any'),
  direction: fc.constantFrom('ingress' as const, 'egress' as const),
  peer: fc.oneof(
    fc.record({
      kind: fc.constant('workload' as const),
      namespace: fc.constantFrom('shop', 'kube-system', 'empty'),
      podLabels: fc.constantFrom<Record<string, string>[]>(
        {},
        { app: 'search' },
        { app: 'dns' },
        { app: 'search', tier: 'web' },
      ),
      principal: fc.constantFrom(undefined, 'cluster.local/ns/shop/sa/search'),
    }),
    fc.record({
      kind: fc.constant('network' as const),
      cidr: fc.constantFrom('10.0.0.0/8', '10.20.0.0/16', '192.0.2.0/24'),
    }),
  ),
  ports: fc.uniqueArray(
    fc.record({
      protocol: fc.constantFrom('TCP' as const, 'UDP' as const),
      port: fc.constantFrom(...PORT_NUMBERS),
    }),
    { minLength: 1, selector: ({ protocol, port }) => `${protocol}/${port}` },
  ),
  reason: fc.constant('it is generated'),
  plaintext: fc.boolean(),
});

// What a flow means.
function carries({ direction, peer, ports }: Flow, connection: Connection): boolean {
  const { endpoint, protocol, port } = connection;
  if (direction !== connection.direction) return false;
  if (!ports.some((candidate) => candidate.protocol === protocol && candidate.port === port)) return false;
  if (peer.kind === 'network') return 'networks' in endpoint && endpoint.networks.includes(peer.cidr);
  if ('networks' in endpoint || endpoint.namespace !== peer.namespace) return false;
  return Object.entries(peer.podLabels).every(([key, value]) => endpoint.labels[key] === value);
}

// How Kubernetes reads the policy: an empty or missing list of peers or ports stands for all of them.
function permits({ spec }: NetworkPolicy, { direction, endpoint, protocol, port }: Connection): boolean {
  const rules =
    direction === 'ingress'
      ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
      : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
  return rules.some(
    ({ peers, ports }) =>
      holdsForAny(peers, (peer) => selects(peer, endpoint)) &&
      holdsForAny(ports, (allowed) => allowed.protocol === protocol && allowed.port === port),
  );
}

function holdsForAny<Item extends NetworkPolicyPeer | NetworkPolicyPort>(
  items: Item[] | undefined,
  condition: (item: Item) => boolean,
): boolean {
  return items === undefined || items.length === 0 || items.some(condition);
}

function selects(peer: NetworkPolicyPeer, endpoint: Endpoint): boolean {
  if (peer.ipBlock !== undefined) {
    return 'networks' in endpoint && endpoint.networks.includes(peer.ipBlock.cidr);
  }
  if ('networks' in endpoint) return false;
  const namespaceLabels = { 'kubernetes.io/metadata.name': endpoint.namespace };
  return (
    matches(peer.namespaceSelector?.matchLabels, namespaceLabels) &&
    matches(peer.podSelector?.matchLabels, endpoint.labels)
  );
}

function matches(selector: Record<string, string> | undefined, labels: Record<string, string>): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}
