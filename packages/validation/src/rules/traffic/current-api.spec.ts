import { describe, expect, it } from 'vitest';
import { judgeForeign } from '../../testing-foreign.ts';

function judge(apiVersion: string, kind: string): string[] {
  const yaml = `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: mesh, namespace: shop }, spec: {} }`;
  return judgeForeign(yaml, ['traffic']).filter((finding) => finding.startsWith('traffic/current-api'));
}

describe('traffic/current-api', () => {
  it('names an object of a kind that has an API v1', () => {
    expect(judge('security.istio.io/v1beta1', 'PeerAuthentication')).toEqual([
      'traffic/current-api PeerAuthentication/mesh /apiVersion: PeerAuthentication has the API security.istio.io/v1; this one is written in v1beta1.',
    ]);
    expect(judge('networking.istio.io/v1alpha3', 'Sidecar')).toHaveLength(1);
  });

  it('says nothing of v1, of kinds without it, and of other groups', () => {
    expect(judge('networking.istio.io/v1', 'Sidecar')).toEqual([]);
    expect(judge('networking.istio.io/v1alpha3', 'EnvoyFilter')).toEqual([]);
    expect(judge('gateway.networking.k8s.io/v1beta1', 'Gateway')).toEqual([]);
  });
});
