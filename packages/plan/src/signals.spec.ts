import { describe, expect, it } from 'vitest';
import { planFixture } from './plan-fixture.ts';
import type { LatencySource } from './serving-plan.ts';
import {
  errorRatio,
  gatewayBucketMs,
  latencyQuantile,
  pendingRequests,
  queueTimeMs,
  requestCount,
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
