import type { FailureReason } from '@fleetwright/triton-config';
import { tritonSeries, type Range, type ServingPlan } from '@fleetwright/plan';

/** Range of the rates in alerts: long enough for slow scrapes, short enough to end an alert soon. */
export const ALERT_RANGE_SECONDS = 300;

/** How a counter of Triton is read: over which range, kept apart by which labels, restricted by which matchers. */
export interface CounterReading {
  range: Range;
  by?: string;
  matchers?: readonly string[];
}

/** Label of a pod that tells the ReplicaSets of its workload apart. */
export function podHashLabel({ rollout }: ServingPlan): string {
  return rollout.strategy === 'canary' ? 'rollouts-pod-template-hash' : 'pod-template-hash';
}

/** The same label of a scraped series. */
export function podHash(plan: ServingPlan): string {
  return podHashLabel(plan).replaceAll('-', '_');
}

/**
 * Rate of one of Triton's counters. Instances on a GPU carry a label more than the model's own series, so it is
 * always summed.
 */
export function counterRate(plan: ServingPlan, counter: string, reading: CounterReading): string {
  const { range, by, matchers = [] } = reading;
  const time = typeof range === 'number' ? `${range}s` : range;
  return `${sumBy(by)}(rate(${tritonSeries(plan, counter, 'all', ...matchers)}[${time}]))`;
}

/** Requests per second that the pods of each version answered or failed. */
export function requestRateByVersion(plan: ServingPlan, range: Range): string {
  const time = typeof range === 'number' ? `${range}s` : range;
  const counted = ['success', 'failure'].map(
    (outcome) => `rate(${tritonSeries(plan, `nv_inference_request_${outcome}`, 'all')}[${time}])`,
  );
  return `sum by (${podHash(plan)}) (${counted.join(' or ')})`;
}

/** Mean of a cumulative duration per answered request, in milliseconds; no value without requests. */
export function meanDurationMs(plan: ServingPlan, counter: string, reading: CounterReading): string {
  const answered = counterRate(plan, 'nv_inference_request_success', reading);
  return `${counterRate(plan, counter, reading)} / (${answered} > 0) / 1000`;
}

/** Mean number of inferences per execution: 1 where nothing is batched. */
export function meanBatchSize(plan: ServingPlan, reading: CounterReading): string {
  const executions = counterRate(plan, 'nv_inference_exec_count', reading);
  return `${counterRate(plan, 'nv_inference_count', reading)} / (${executions} > 0)`;
}

/** Share of the requests that reached a model and failed for one reason, 0 to 1; no value without requests. */
export function failureShare(plan: ServingPlan, reason: FailureReason, reading: CounterReading): string {
  const failed = counterRate(plan, 'nv_inference_request_failure', {
    ...reading,
    matchers: [`reason="${reason}"`],
  });
  const answered = counterRate(plan, 'nv_inference_request_success', reading);
  return `${failed} / (${answered} + ${failed} > 0)`;
}

/** Share of requests that the response cache answered, 0 to 1. */
export function cacheHitShare(plan: ServingPlan, reading: CounterReading): string {
  const hits = counterRate(plan, 'nv_cache_num_hits_per_model', reading);
  return `${hits} / (${hits} + ${counterRate(plan, 'nv_cache_num_misses_per_model', reading)} > 0)`;
}

/** Whether each pod's last scrape worked. Triton's port is closed while models load. */
export function scrapeState(plan: ServingPlan): string {
  return tritonSeries(plan, 'up', 'all');
}

/** Highest value of one of Triton's gauges, by labels. */
export function gaugeMax(plan: ServingPlan, gauge: string, by?: string): string {
  const grouping = by === undefined ? 'max' : `max by (${by}) `;
  return `${grouping}(${tritonSeries(plan, gauge, 'all')})`;
}

function sumBy(by: string | undefined): string {
  return by === undefined ? 'sum' : `sum by (${by}) `;
}
