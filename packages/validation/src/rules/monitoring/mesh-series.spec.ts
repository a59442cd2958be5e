import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeForeign } from '../../testing-foreign.ts';
import { prometheusRule, record } from '../../testing-rules.ts';

const { cluster } = planInputsFixture();

function judge(rule: string, query: string): string[] {
  const yaml = prometheusRule(record(query));
  return judgeForeign(yaml, ['monitoring'], { cluster: cluster.content }).filter((finding) =>
    finding.startsWith(rule),
  );
}

describe('monitoring/mesh-series-known', () => {
  it.each(['istio_request_total', 'istio_request_duration_milliseconds', 'istio_tcp_sent_bytes'])(
    'finds %s',
    (metric) => {
      expect(judge('monitoring/mesh-series-known', `sum(rate(${metric}[5m]))`)).toEqual([
        `monitoring/mesh-series-known PrometheusRule/vision /spec/groups/0/rules/0/expr: The query of the record vision:value of PrometheusRule/vision reads ${metric}, which Istio does not have.`,
      ]);
    },
  );

  it.each(['istio_requests_total', 'istio_request_duration_milliseconds_bucket', 'istio_agent_pilot_xds'])(
    'accepts %s',
    (metric) => {
      expect(judge('monitoring/mesh-series-known', `sum(rate(${metric}[5m]))`)).toEqual([]);
    },
  );
});

describe('monitoring/gateway-job', () => {
  it('finds the job of another gateway', () => {
    expect(judge('monitoring/gateway-job', 'sum(rate(istio_requests_total{job="ingress"}[5m]))')).toEqual([
      'monitoring/gateway-job PrometheusRule/vision /spec/groups/0/rules/0/expr: The query of the record vision:value of PrometheusRule/vision asks for the job ingress; that of the gateway of cluster prod-us-east is istio-ingress.',
    ]);
  });

  it.each([
    'sum(rate(istio_requests_total{job="istio-ingress"}[5m]))',
    'sum(rate(istio_requests_total{job=~"ingress.*"}[5m]))',
    'sum(rate(nv_inference_count{job="vision"}[5m]))',
  ])('accepts %s', (query) => {
    expect(judge('monitoring/gateway-job', query)).toEqual([]);
  });
});
