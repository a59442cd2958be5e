import { parser } from '@prometheus-io/lezer-promql';
import { describe, expect, it } from 'vitest';
import { planFixture } from './plan-fixture.ts';
import { ADAPTER_METRICS, scalingQuery } from './scaling-signals.ts';

const plan = planFixture();
const TYPES = ['queueTime', 'pendingRequests'] as const;

/** What the adapter makes of a template for one autoscaler. */
function fillIn(template: string): string {
  return template.replaceAll(
    '<<.LabelMatchers>>',
    'namespace="ml-inference",service="image-classification-metrics"',
  );
}

function parses(query: string): boolean {
  let isValid = true;
  parser.parse(query).iterate({
    enter: ({ type }) => {
      if (type.isError) isValid = false;
    },
  });
  return isValid;
}

describe('scalingQuery', () => {
  it('takes no traffic for a queue time of 0 as long as the pods are scraped', () => {
    expect(scalingQuery(plan, 'queueTime')).toMatch(
      /^sum\(rate\(nv_inference_queue_duration_us\{.*\nor 0 \* sum\(nv_inference_pending_request_count\{.*\n$/,
    );
  });

  it('counts what waits at this moment, in stable and canary pods together', () => {
    expect(scalingQuery(plan, 'pendingRequests')).toBe(
      'sum(nv_inference_pending_request_count{namespace="ml-inference",service="image-classification-metrics"})\n',
    );
  });
});

describe('ADAPTER_METRICS', () => {
  it.each(TYPES)('ask the same as KEDA does, once the adapter has filled in the service: %s', (type) => {
    const query = fillIn(ADAPTER_METRICS[type].metricsQuery);
    expect(query).toBe(scalingQuery(plan, type));
    expect(query).not.toMatch(/<<|>>/);
    expect(parses(query)).toBe(true);
  });

  it.each(TYPES)('are found by one series of Triton that has the labels of the selector: %s', (type) => {
    const { seriesQuery } = ADAPTER_METRICS[type];
    expect(parses(seriesQuery)).toBe(true);
    expect(seriesQuery).toMatch(/^nv_inference_[a-z_]+\{namespace!="",service!=""\}$/);
  });

  it('have the names that the autoscalers ask for', () => {
    expect(TYPES.map((type) => ADAPTER_METRICS[type].name)).toEqual([
      'fleetwright_queue_time_milliseconds',
      'fleetwright_pending_requests',
    ]);
  });
});
