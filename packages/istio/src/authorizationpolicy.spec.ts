import type { AuthorizationPolicy, AuthorizationPolicySource } from '@fleetwright/kube-schemas';
import type { Flow, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorizationPolicy } from './authorizationpolicy.ts';
import { AMBIENT, AMBIENT_INGRESS, AMBIENT_WITH_WAYPOINT, WAYPOINT_INGRESS } from './mesh-fixture.ts';

/** The AuthorizationPolicy of a plan with a mesh. */
function policyOf(plan: ServingPlan): AuthorizationPolicy {
  return authorizationPolicy(plan)!;
}

const GATEWAY = 'cluster.local/ns/istio-ingress/sa/public-gateway';

describe('the AuthorizationPolicy', () => {
  it('admits the gateway to the inference ports and Prometheus to the metrics port', () => {
    const { apiVersion, spec } = policyOf(planFixture());
    expect(apiVersion).toBe('security.istio.io/v1');
    expect(spec).toEqual({
      selector: { matchLabels: { 'fleetwright.dev/service': 'image-classification' } },
      action: 'ALLOW',
      rules: [
        {
          from: [{ source: { principals: [GATEWAY] } }],
          to: [{ operation: { ports: ['8000', '8001'] } }],
        },
        { to: [{ operation: { ports: ['8002'] } }] },
      ],
    });
  });

  it('admits a caller by its identity', () => {
    const flows = [caller({ principal: 'cluster.local/ns/shop/sa/search' })];
    expect(policyOf(planFixture({ flows })).spec.rules).toEqual([
      {
        from: [{ source: { principals: ['cluster.local/ns/shop/sa/search'] } }],
        to: [{ operation: { ports: ['8000'] } }],
      },
    ]);
  });

  it('admits a peer of the mesh whose account is not known by its namespace', () => {
    const flows = [caller({ principal: undefined })];
    expect(policyOf(planFixture({ flows })).spec.rules?.[0]?.from).toEqual([
      { source: { namespaces: ['shop'] } },
    ]);
  });

  it('admits nobody when nothing flows in', () => {
    expect(policyOf(planFixture({ flows: [] })).spec).toMatchObject({
      action: 'ALLOW',
      rules: [],
    });
  });

  it('names in an ambient mesh what is inside the tunnel, and leaves the probes to the network', () => {
    const { selector, rules } = policyOf(planFixture({ mesh: AMBIENT, flows: AMBIENT_INGRESS })).spec;
    expect(selector?.matchLabels).toEqual({ 'fleetwright.dev/service': 'image-classification' });
    expect(rules).toEqual([
      {
        from: [{ source: { principals: [GATEWAY] } }],
        to: [{ operation: { ports: ['8000', '8001'] } }],
      },
      { to: [{ operation: { ports: ['8002'] } }] },
    ]);
  });

  it('admits the waypoint, whose identity is all that the pods see of its clients', () => {
    const { rules } = policyOf(planFixture({ mesh: AMBIENT_WITH_WAYPOINT, flows: WAYPOINT_INGRESS })).spec;
    expect(rules?.[0]).toEqual({
      from: [{ source: { principals: ['cluster.local/ns/ml-inference/sa/waypoint'] } }],
      to: [{ operation: { ports: ['8000', '8001'] } }],
    });
  });

  it('is not made without a mesh', () => {
    expect(authorizationPolicy(planFixture({ mesh: { mode: 'none' } }))).toBeUndefined();
  });

  it('admits exactly the flows that come in through the mesh', () => {
    fc.assert(
      fc.property(fc.array(anyFlow, { maxLength: 6 }), (flows) => {
        const policy = policyOf(planFixture({ flows }));
        for (const request of REQUESTS) {
          expect(admits(policy, request)).toBe(flows.some((flow) => carries(flow, request)));
        }
      }),
    );
  });
});

function caller(identity: { principal: string | undefined }): Flow {
  return {
    id: 'caller:shop/search',
    direction: 'ingress',
    peer: { kind: 'workload', namespace: 'shop', podLabels: {}, ...identity },
    ports: [{ protocol: 'TCP', port: 8000 }],
    reason: 'shop/search calls the service',
    plaintext: false,
  };
}

interface Request {
  /** Undefined: plain text, so the proxy knows no identity. */
  account: string | undefined;
  namespace: string;
  network: string;
  port: number;
}

const PORT_NUMBERS = [8000, 8001, 8002];
const NETWORKS = ['10.1.0.0/16', '10.2.0.0/16'];
const NAMESPACES = ['shop', 'press'];

const REQUESTS: Request[] = PORT_NUMBERS.flatMap((port) =>
  NETWORKS.flatMap((network) =>
    NAMESPACES.flatMap((namespace) =>
      [undefined, 'search', 'cart'].map((account) => ({ account, namespace, network, port })),
    ),
  ),
);

const anyFlow: fc.Arbitrary<Flow> = fc.record({
  id: fc.constant('any'),
  direction: fc.constantFrom('ingress' as const, 'egress' as const),
  peer: fc.oneof(
    fc.record({
      kind: fc.constant('workload' as const),
      namespace: fc.constantFrom(...NAMESPACES),
      podLabels: fc.constant({}),
      principal: fc.option(fc.constantFrom(...NAMESPACES.map(principalOf('search'))), { nil: undefined }),
    }),
    fc.record({ kind: fc.constant('network' as const), cidr: fc.constantFrom(...NETWORKS) }),
  ),
  ports: fc.uniqueArray(
    fc.record({
      protocol: fc.constant('TCP' as const),
      port: fc.constantFrom(...PORT_NUMBERS),
    }),
    { minLength: 1, selector: ({ port }) => port },
  ),
  reason: fc.constant('it is generated'),
  plaintext: fc.boolean(),
  bypassesMesh: fc.boolean(),
});

function principalOf(account: string): (namespace: string) => string {
  return (namespace) => `cluster.local/ns/${namespace}/sa/${account}`;
}

// What a flow means for the proxy of the pods.
function carries(flow: Flow, request: Request): boolean {
  const { peer, plaintext } = flow;
  if (flow.bypassesMesh) return false;
  if (flow.direction !== 'ingress' || !flow.ports.some(({ port }) => port === request.port)) return false;
  if (peer.kind === 'network') return peer.cidr === request.network;
  if (plaintext) return true;
  if (request.account === undefined) return false;
  return peer.principal === undefined
    ? peer.namespace === request.namespace
    : peer.principal === principalOf(request.account)(request.namespace);
}

// A policy that allows, as Istio reads it: one rule has to hold, and all that the rule states.
function admits(policy: AuthorizationPolicy, request: Request): boolean {
  return (policy.spec.rules ?? []).some(
    ({ from, to }) =>
      (from === undefined || from.some(({ source }) => comesFrom(source ?? {}, request))) &&
      (to ?? []).some(({ operation }) => operation?.ports?.includes(String(request.port))),
  );
}

function comesFrom(source: AuthorizationPolicySource, request: Request): boolean {
  const { account, namespace, network } = request;
  const principal = account === undefined ? '' : principalOf(account)(namespace);
  return (
    (source.principals === undefined || source.principals.includes(principal)) &&
    (source.namespaces === undefined || (account !== undefined && source.namespaces.includes(namespace))) &&
    (source.ipBlocks === undefined || source.ipBlocks.includes(network))
  );
}
