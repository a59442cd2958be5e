import { describe, expect, it } from 'vitest';
import { planFixture } from './plan-fixture.ts';
import type { LatencySource } from './serving-plan.ts';
import {
  canaryRequestRate,
  errorRatio,
  failedRate,
  gatewayBucketMs,
  latencyQuantile,
  pendingRequests,
  queueTimeMs,
  requestCount,
  requestRate,
  requestRateByService,
  slowRatio,
  tritonSeries,
} from './signals.ts';

const plan = planFixture();
const objective = (source: LatencySource) => ({ thresholdMs: 200, target: 99, source });
const canary = { canaryHash: 'abc' };

describe('signals at the gateway', () => {
  it('see both Services of the service and no other', () => {
    expect(requestCount(plan, 'all', 300)).toBe(
      'sum(increase(istio_requests_total{job="istio-ingress",reporter="source",destination_service_namespace="ml-inference",destination_service_name=~"image-classification|image-classification-canary"}[300s]))',
    );
  });

  it('see the only Service where pods are replaced in place: another one might be called canary', () => {
    const rollout = { strategy: 'rolling-update', maxSurge: 1, maxUnavailable: 0 } as const;
    expect(requestCount(planFixture({ rollout }), 'all', 300)).toContain(
      'destination_service_name="image-classification"}',
    );
  });

  it('tell the canary by its Service', () => {
    expect(requestCount(plan, canary, 300)).toContain(
      'destination_service_name="image-classification-canary"',
    );
  });

  it('judge HTTP by its status and gRPC by its own, since a failed call is HTTP 200', () => {
    const query = errorRatio(plan, 'all', 120);
    expect(query).toContain('response_code=~"5.."');
    expect(query).toContain('grpc_response_status=~"2|4|12|13|14|15"');
  });

  it('have no value without traffic', () => {
    expect(errorRatio(plan, 'all', 120)).toMatch(/ > 0\)$/);
  });

  it.each([
    [1, 1],
    [200, 250],
    [250, 250],
    [251, 500],
    [4_000_000, 3_600_000],
  ])('take for %d ms the bucket of %d ms', (threshold, bucket) => {
    expect(gatewayBucketMs(threshold)).toBe(bucket);
  });
});

describe('signals of a gateway that is named', () => {
  const gateway = { ...plan.gateway!, prometheusJob: 'edge' };

  it('tell its requests apart by Service, and count none as 0', () => {
    expect(requestRateByService(plan, gateway, 60)).toBe(
      'sum by (destination_service_name) (rate(istio_requests_total{job="edge",reporter="source",destination_service_namespace="ml-inference",destination_service_name=~"image-classification|image-classification-canary"}[60s]))',
    );
    expect(canaryRequestRate(plan, gateway, 60)).toBe(
      '(sum(rate(istio_requests_total{job="edge",reporter="source",destination_service_namespace="ml-inference",destination_service_name="image-classification-canary"}[60s])) or vector(0))',
    );
  });
});

describe('signals without a gateway', () => {
  const inner = planFixture({ gateway: undefined });
  const scope = 'namespace="ml-inference",service="image-classification-metrics"';

  it('count the requests that Triton answered or failed', () => {
    expect(requestRate(inner, 'all', 60)).toBe(
      `sum(rate(nv_inference_request_success{${scope}}[60s]) or rate(nv_inference_request_failure{${scope}}[60s]))`,
    );
    expect(requestCount(inner, canary, 60)).toContain('rollouts_pod_template_hash="abc"');
  });

  it('hold what a client cancelled against nobody', () => {
    expect(failedRate(inner, 'all', 60)).toBe(
      `(sum(rate(nv_inference_request_failure{${scope},reason!="CANCELED"}[60s])) or vector(0))`,
    );
  });

  it('read nothing of Istio', () => {
    for (const query of [
      requestRate(inner, 'all', 60),
      errorRatio(inner, canary, 60),
      latencyQuantile(inner, 0.5, { audience: 'all', range: 60 }),
    ]) {
      expect(query).not.toContain('istio_');
    }
  });
});

describe("signals of Triton's series", () => {
  it("are scoped to the service's own metrics Service", () => {
    expect(tritonSeries(plan, 'nv_inference_count', 'all', 'model="m"')).toBe(
      'nv_inference_count{namespace="ml-inference",service="image-classification-metrics",model="m"}',
    );
  });

  it('tell the canary by the hash of its pods', () => {
    expect(pendingRequests(plan, canary)).toContain('rollouts_pod_template_hash="abc"');
  });

  it('sum both sides before dividing: instances on a GPU carry one more label', () => {
    expect(queueTimeMs(plan, 'all', 60)).toMatch(/^sum\(rate\(.*\)\) \/ \(sum\(rate\(.*\)\) > 0\) \/ 1000$/);
  });

  it("measure an objective where it says, whatever the service's quantiles are read from", () => {
    const options = { audience: 'all', range: 60 } as const;
    expect(slowRatio(plan, objective('triton-first-response'), options)).toContain('le=~"200([.]0)?"');
    const atGateway = slowRatio(plan, objective('gateway'), options);
    expect(atGateway).toContain('istio_request_duration_milliseconds_bucket');
    expect(atGateway).toContain('le=~"250([.]0)?"');
  });

  it('read quantiles from the source of the plan', () => {
    const options = { audience: 'all', range: '$__rate_interval' } as const;
    expect(latencyQuantile(plan, 0.95, options)).toContain('nv_inference_first_response_histogram_ms_bucket');
    const gateway = planFixture({ slo: { ...plan.slo, latencySource: 'gateway' } });
    expect(latencyQuantile(gateway, 0.95, options)).toContain('istio_request_duration_milliseconds_bucket');
  });
});
