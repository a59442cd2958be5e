import type { PeerAuthentication } from '@fleetwright/kube-schemas';
import type { Flow, ServingPlan } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { AMBIENT, AMBIENT_INGRESS } from './mesh-fixture.ts';
import { peerAuthentication } from './peerauthentication.ts';

/** The PeerAuthentication of a plan with a mesh. */
function policyOf(plan: ServingPlan): PeerAuthentication {
  return peerAuthentication(plan)!;
}

describe('the PeerAuthentication', () => {
  it('demands mutual TLS of all peers of the pods, except of Prometheus at the metrics port', () => {
    const { apiVersion, spec } = policyOf(planFixture());
    expect(apiVersion).toBe('security.istio.io/v1');
    expect(spec).toEqual({
      selector: { matchLabels: { 'fleetwright.dev/service': 'image-classification' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { 8002: { mode: 'PERMISSIVE' } },
    });
  });

  it('makes no exception when Prometheus scrapes by mutual TLS', () => {
    const flows = planFixture().flows.map((flow): Flow => ({ ...flow, plaintext: false }));
    expect(policyOf(planFixture({ flows })).spec.portLevelMtls).toBeUndefined();
  });

  it('makes no exception for plain text that the pods send', () => {
    const flows = planFixture().flows.filter(({ direction }) => direction === 'egress');
    expect(flows.every(({ plaintext }) => plaintext)).toBe(true);
    expect(policyOf(planFixture({ flows })).spec.portLevelMtls).toBeUndefined();
  });

  it('stays strict in an ambient mesh at the tunnel and at the port of the probes, which pass it by', () => {
    const { spec } = policyOf(planFixture({ mesh: AMBIENT, flows: AMBIENT_INGRESS }));
    expect(spec.mtls).toEqual({ mode: 'STRICT' });
    expect(spec.portLevelMtls).toEqual({ 8002: { mode: 'PERMISSIVE' } });
  });

  it('is not made without a mesh', () => {
    expect(peerAuthentication(planFixture({ mesh: { mode: 'none' } }))).toBeUndefined();
  });
});
