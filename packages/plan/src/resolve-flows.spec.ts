import { describe, expect, it } from 'vitest';
import { planInputsFixture } from './plan-inputs-fixture.ts';
import { resolvePlan } from './resolve-plan.ts';
import type { Flow, ServingPlan } from './serving-plan.ts';

const SIDECAR = `mesh:
    mode: sidecar
    cni: true
    nativeSidecars: true
    controlPlane: { namespace: istio-system, podLabels: { app: istiod } }`;
const AMBIENT = 'mesh: { mode: ambient }';
const WAYPOINT = 'mesh: { mode: ambient, waypoint: { name: ml, serviceAccount: ml-waypoint } }';
const GATEWAY = /  gateway:\n(?: {4}.*\n)+/;
const TUNNEL = { protocol: 'TCP', port: 15008, tunnel: true };

/** The plan on the sample cluster with another mesh, with or without its gateway, called from inside the cluster. */
function planOn(mesh: string, { gateway = true } = {}): ServingPlan {
  const inputs = planInputsFixture(({ service, cluster }) => ({
    cluster: cluster.replace(SIDECAR, mesh).replace(gateway ? '' : GATEWAY, ''),
    service: service
      .replace('traffic: {', 'traffic: { callers: [{ namespace: shop, serviceAccount: search }],')
      .replace(/\n {2}rollout:[^]*$/, '\n'),
  }));
  const { plan, findings } = resolvePlan(inputs);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return plan!;
}

function flowOf(plan: ServingPlan, id: string): Flow | undefined {
  return plan.flows.find((flow) => flow.id === id);
}

describe('the flows of a service', () => {
  it.each<[string, string, boolean, string[]]>([
    [
      'sidecars',
      SIDECAR,
      true,
      ['gateway', 'caller:shop/search', 'prometheus', 'dns', 'istiod', 'store:models', 'identity'],
    ],
    [
      'an ambient mesh',
      AMBIENT,
      true,
      ['gateway', 'caller:shop/search', 'prometheus', 'probes', 'dns', 'store:models', 'identity'],
    ],
    [
      'a waypoint and no gateway',
      WAYPOINT,
      false,
      ['caller:shop/search', 'waypoint', 'prometheus', 'probes', 'dns', 'store:models', 'identity'],
    ],
    [
      'neither mesh nor gateway',
      'mesh: { mode: none }',
      false,
      ['caller:shop/search', 'prometheus', 'dns', 'store:models', 'identity'],
    ],
  ])('are these with %s', (_, mesh, gateway, ids) => {
    expect(planOn(mesh, { gateway }).flows.map(({ id }) => id)).toEqual(ids);
  });
});

describe('an ambient mesh', () => {
  const plan = planOn(WAYPOINT);

  it.each(['gateway', 'caller:shop/search', 'waypoint', 'prometheus'])(
    'lets the flow %s come through its tunnel',
    (id) => {
      expect(flowOf(plan, id)?.ports.at(-1)).toEqual(TUNNEL);
    },
  );

  it("lets the kubelet's probes pass it by, from the address that its pods see", () => {
    expect(flowOf(plan, 'probes')).toEqual({
      id: 'probes',
      direction: 'ingress',
      peer: { kind: 'network', cidr: '169.254.7.127/32' },
      ports: [{ protocol: 'TCP', port: 8000 }],
      reason: "the kubelet's probes pass the node proxy by",
      plaintext: true,
      bypassesMesh: true,
    });
  });

  it('admits the waypoint of the namespace by its pods and its identity', () => {
    expect(flowOf(plan, 'waypoint')?.peer).toEqual({
      kind: 'workload',
      namespace: 'ml-inference',
      podLabels: { 'gateway.networking.k8s.io/gateway-name': 'ml' },
      principal: 'cluster.local/ns/ml-inference/sa/ml-waypoint',
    });
  });

  it('takes the identity of the waypoint for the same in the flows and in the mesh', () => {
    const { mesh } = plan;
    const peer = flowOf(plan, 'waypoint')!.peer;
    expect(mesh.mode === 'ambient' && mesh.waypoint?.principal).toBe(
      peer.kind === 'workload' && peer.principal,
    );
  });
});

describe('a cluster without a mesh', () => {
  it('has no identities: all speaks plain text', () => {
    const ingress = planOn('mesh: { mode: none }').flows.filter(({ direction }) => direction === 'ingress');
    expect(ingress.map(({ id }) => id)).toEqual(['gateway', 'caller:shop/search', 'prometheus']);
    for (const { peer, plaintext } of ingress) {
      expect(plaintext).toBe(true);
      expect(peer.kind === 'workload' && peer.principal).toBeUndefined();
    }
  });
});

describe('a service that nobody may call', () => {
  it('is rendered with a warning that names spec and cluster', () => {
    const { plan, findings } = resolvePlan(
      planInputsFixture(({ service, cluster }) => ({
        cluster: cluster.replace(GATEWAY, ''),
        service: service.replace(/\n {2}rollout:[^]*$/, '\n'),
      })),
    );
    expect(plan?.flows.map(({ id }) => id)).not.toContain('gateway');
    expect(findings).toMatchObject([
      { rule: 'plan/no-canary', severity: 'info' },
      {
        rule: 'plan/unreachable',
        severity: 'warning',
        message:
          'On prod-us-east nobody may call the service: the cluster has no gateway, and the spec names no callers.',
        file: 'apps/image-classification/model-service.yaml',
        related: [{ file: 'clusters/prod-us-east/cluster.yaml' }],
      },
    ]);
  });
});
