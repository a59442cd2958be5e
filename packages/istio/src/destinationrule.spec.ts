import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { destinationRule } from './destinationrule.ts';

describe('the DestinationRules', () => {
  it('name the hosts of the stable and the canary Service, in the current API version', () => {
    expect(
      destinationRule(planFixture()).map(({ apiVersion, metadata, spec }) => [
        apiVersion,
        metadata.name,
        spec.host,
      ]),
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
    const [stable, canary] = destinationRule(planFixture());
    expect(stable?.spec.trafficPolicy).toEqual(canary?.spec.trafficPolicy);
  });

  // The whole policy: no hash on a header and no limit of requests per connection.
  it('send a request to the least busy pod over mutual TLS, within the limits of the plan', () => {
    expect(destinationRule(planFixture())[0]?.spec.trafficPolicy).toEqual({
      loadBalancer: { simple: 'LEAST_REQUEST' },
      connectionPool: { http: { http1MaxPendingRequests: 1024, http2MaxRequests: 6000 } },
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
    for (const { spec } of destinationRule(single)) {
      expect(spec.trafficPolicy?.outlierDetection).toBeUndefined();
    }
  });
});
