import type { DestinationRule } from '@fleetwright/kube-schemas';
import type { MeshPlan, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { destinationRule } from './destinationrule.ts';
import { AMBIENT, AMBIENT_WITH_WAYPOINT } from './mesh-fixture.ts';

const CALLED_IN_CLUSTER = {
  ...planFixture().traffic,
  host: undefined,
  callers: [{ namespace: 'shop', serviceAccount: 'search' }],
};

/** The DestinationRules of a plan that has some. */
function rulesOf(plan: ServingPlan): DestinationRule[] {
  return destinationRule(plan)!;
}

describe('the DestinationRules', () => {
  it('name the hosts of the stable and the canary Service, in the current API version', () => {
    expect(
      rulesOf(planFixture()).map(({ apiVersion, metadata, spec }) => [apiVersion, metadata.name, spec.host]),
    ).toEqual([
      [
        'networking.istio.io/v1',
        'image-classification',
        'image-classification.ml-inference.svc.cluster.local',
      ],
      [
        'networking.istio.io/v1',
        'image-classification-canary',
        'image-classification-canary.ml-inference.svc.cluster.local',
      ],
    ]);
  });

  it('treat stable and canary pods alike', () => {
    const [stable, canary] = rulesOf(planFixture());
    expect(stable?.spec.trafficPolicy).toEqual(canary?.spec.trafficPolicy);
  });

  // The whole policy: no hash on a header and no limit of requests per connection.
  it('send a request to the least busy pod over mutual TLS, within the limits of the plan', () => {
    expect(rulesOf(planFixture())[0]?.spec.trafficPolicy).toEqual({
      loadBalancer: { simple: 'LEAST_REQUEST' },
      connectionPool: {
        tcp: { connectTimeout: '2s' },
        http: { http1MaxPendingRequests: 1024, http2MaxRequests: 6000 },
      },
      outlierDetection: {
        consecutive5xxErrors: 20,
        interval: '10s',
        baseEjectionTime: '30s',
        maxEjectionPercent: 50,
      },
      tls: { mode: 'ISTIO_MUTUAL' },
    });
  });

  it('eject no pod when the plan does not, as with a single replica', () => {
    const plan = planFixture();
    const single = { ...plan, traffic: { ...plan.traffic, outlierDetection: undefined } };
    for (const { spec } of rulesOf(single)) {
      expect(spec.trafficPolicy?.outlierDetection).toBeUndefined();
    }
  });

  it('are one where pods are replaced in place', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
    expect(rulesOf(planFixture({ rollout })).map(({ spec }) => spec.host)).toEqual([
      'image-classification.ml-inference.svc.cluster.local',
    ]);
  });

  it.each<[string, MeshPlan, string | undefined]>([
    ['by nothing else than the tunnel of an ambient mesh', AMBIENT, undefined],
    ['by nothing else, with a waypoint', AMBIENT_WITH_WAYPOINT, undefined],
    ['not at all without a mesh', { mode: 'none' }, 'DISABLE'],
  ])('encrypt %s', (_, mesh, mode) => {
    const modes = rulesOf(planFixture({ mesh })).map(({ spec }) => spec.trafficPolicy?.tls?.mode);
    expect(modes).toEqual([mode, mode]);
  });

  it.each<[string, MeshPlan, boolean]>([
    ['sidecars of callers', planFixture().mesh, true],
    ['a waypoint', AMBIENT_WITH_WAYPOINT, true],
    ['node proxies, which know no requests', AMBIENT, false],
    ['nothing', { mode: 'none' }, false],
  ])('are made without a gateway if something reads them: %s', (_, mesh, made) => {
    const plan = planFixture({ gateway: undefined, mesh, traffic: CALLED_IN_CLUSTER });
    expect(destinationRule(plan) !== undefined).toBe(made);
  });

  it('are not made where neither a gateway nor a caller reads them', () => {
    expect(destinationRule(planFixture({ gateway: undefined }))).toBeUndefined();
  });
});
