import type { Flow } from '@fleetwright/plan';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { peerAuthentication } from './peerauthentication.ts';

describe('the PeerAuthentication', () => {
  it('demands mutual TLS of all peers of the pods, except of Prometheus at the metrics port', () => {
    const { apiVersion, spec } = peerAuthentication(planFixture());
    expect(apiVersion).toBe('security.istio.io/v1');
    expect(spec).toEqual({
      selector: { matchLabels: { 'fleetwright.dev/service': 'image-classification' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { 8002: { mode: 'PERMISSIVE' } },
    });
  });

  it('makes no exception when Prometheus scrapes by mutual TLS', () => {
    const flows = planFixture().flows.map((flow): Flow => ({ ...flow, plaintext: false }));
    expect(peerAuthentication(planFixture({ flows })).spec.portLevelMtls).toBeUndefined();
  });

  it('makes no exception for plain text that the pods send', () => {
    const flows = planFixture().flows.filter(({ direction }) => direction === 'egress');
    expect(flows.every(({ plaintext }) => plaintext)).toBe(true);
    expect(peerAuthentication(planFixture({ flows })).spec.portLevelMtls).toBeUndefined();
  });
});
