import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { AMBIENT, AMBIENT_INGRESS, AMBIENT_WITH_WAYPOINT, WAYPOINT_INGRESS } from './mesh-fixture.ts';
import {
  waypointAuthorizationPolicy,
  waypointAuthorizationPolicyComments,
} from './waypoint-authorizationpolicy.ts';

const plan = planFixture({ mesh: AMBIENT_WITH_WAYPOINT, flows: WAYPOINT_INGRESS });

describe('the AuthorizationPolicy at the waypoint', () => {
  it('has a name beside that of the pods and targets the Services that receive requests', () => {
    const { metadata, spec } = waypointAuthorizationPolicy(plan)!;
    expect(metadata.name).toBe('image-classification-waypoint');
    expect(spec.selector).toBeUndefined();
    expect(spec.targetRefs).toEqual([
      { group: '', kind: 'Service', name: 'image-classification' },
      { group: '', kind: 'Service', name: 'image-classification-canary' },
    ]);
  });

  it('targets a single Service where pods are replaced in place', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
    expect(waypointAuthorizationPolicy({ ...plan, rollout })!.spec.targetRefs).toHaveLength(1);
  });

  it('admits callers and the gateway by identity; not Prometheus, which scrapes pods', () => {
    const { action, rules } = waypointAuthorizationPolicy(plan)!.spec;
    expect(action).toBe('ALLOW');
    expect(rules).toEqual([
      { from: [{ source: { principals: ['cluster.local/ns/shop/sa/search'] } }] },
      { from: [{ source: { principals: ['cluster.local/ns/istio-ingress/sa/public-gateway'] } }] },
    ]);
  });

  it('admits nobody where nobody may call, though the pods admit the waypoint', () => {
    const flows = WAYPOINT_INGRESS.filter(({ id }) => id === 'waypoint');
    expect(waypointAuthorizationPolicy({ ...plan, flows })!.spec).toMatchObject({
      action: 'ALLOW',
      rules: [],
    });
  });

  it('says above each rule why it is there', () => {
    expect(waypointAuthorizationPolicyComments(plan)).toEqual({
      '/spec/rules/0': 'caller:shop/search calls the service',
      '/spec/rules/1': 'gateway calls the service',
    });
  });

  it.each([
    ['an ambient mesh without a waypoint', planFixture({ mesh: AMBIENT, flows: AMBIENT_INGRESS })],
    ['sidecars', planFixture()],
    ['no mesh', planFixture({ mesh: { mode: 'none' } })],
  ])('is not made with %s', (_, other) => {
    expect(waypointAuthorizationPolicy(other)).toBeUndefined();
  });
});
