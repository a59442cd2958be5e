import type { PrometheusRuleRule } from '@fleetwright/kube-schemas';
import {
  failedRate,
  gatewayBucketMs,
  measuredRate,
  requestRate,
  slowRate,
  type LatencyObjective,
  type ServingPlan,
} from '@fleetwright/plan';
import { blockText } from './alert-rule.ts';
import { formatWindow } from './window-text.ts';

/** Range of the recorded rates. */
export const RECORD_RANGE_SECONDS = 300;

/** One objective of a service: two recorded rates whose ratio must stay within the budget. */
export interface Objective {
  /** Value of the label `objective`. */
  name: string;
  kind: 'availability' | 'latency';
  /** What a bad request is, e.g. `slower than 200ms`. */
  badRequests: string;
  /** Share of bad requests that the objective allows, 0 to 1. */
  budget: number;
  /** PromQL of bad and of all requests per second. */
  bad: string;
  all: string;
}

const REQUESTS = 'service:triton_slo_requests:rate5m';
const BAD_REQUESTS = 'service:triton_slo_bad_requests:rate5m';

/** The service's objectives, availability first. */
export function listObjectives(plan: ServingPlan): Objective[] {
  return [availabilityObjective(plan), ...latencyObjectives(plan)];
}

/**
 * Records bad and all requests per second of each objective. Windows of days then read two series, and because
 * rates are summed before they are divided, a window's ratio is weighted by traffic.
 */
export function sloRecords(plan: ServingPlan): PrometheusRuleRule[] {
  return listObjectives(plan).flatMap((objective) => {
    const labels = recordLabels(plan, objective);
    return [
      { record: REQUESTS, expr: blockText(objective.all), labels },
      { record: BAD_REQUESTS, expr: blockText(objective.bad), labels },
    ];
  });
}

/** Requests per second that an objective counts, as recorded. */
export function recordedRate(plan: ServingPlan, objective: Objective): string {
  return `${REQUESTS}${recordSelector(plan, objective)}`;
}

/** Share of bad requests at this moment, from the recorded rates; no value without traffic. */
export function badShare(plan: ServingPlan, objective: Objective): string {
  const selector = recordSelector(plan, objective);
  return `${BAD_REQUESTS}${selector} / (${REQUESTS}${selector} > 0)`;
}

/** Share of bad requests in a window, from the recorded rates; no value without traffic. */
export function badShareOver(plan: ServingPlan, objective: Objective, windowSeconds: number): string {
  const selector = `${recordSelector(plan, objective)}[${formatWindow(windowSeconds)}]`;
  return `sum_over_time(${BAD_REQUESTS}${selector}) / (sum_over_time(${REQUESTS}${selector}) > 0)`;
}

function recordSelector(plan: ServingPlan, objective: Objective): string {
  const matchers = Object.entries(recordLabels(plan, objective)).map(([name, value]) => `${name}="${value}"`);
  return `{${matchers.join(',')}}`;
}

function recordLabels(plan: ServingPlan, { name }: Objective): Record<string, string> {
  return { namespace: plan.namespace, service: plan.service.name, objective: name };
}

/** Requests that are answered without a server error, as the gateway counts them; without one, as Triton does. */
export function availabilityObjective(plan: ServingPlan): Objective {
  return {
    name: 'availability',
    kind: 'availability',
    badRequests: 'failed',
    budget: deriveBudget(plan.slo.availability.target),
    bad: failedRate(plan, 'all', RECORD_RANGE_SECONDS),
    all: requestRate(plan, 'all', RECORD_RANGE_SECONDS),
  };
}

function latencyObjectives(plan: ServingPlan): Objective[] {
  const { latency, firstToken } = plan.slo;
  return [
    ...latency.map((objective) => latencyObjective(plan, objective, '')),
    ...firstToken.map((objective) => latencyObjective(plan, objective, 'first-token-')),
  ];
}

function latencyObjective(plan: ServingPlan, objective: LatencyObjective, prefix: string): Objective {
  const reader = { audience: 'all', range: RECORD_RANGE_SECONDS } as const;
  return {
    name: `${prefix}${objective.thresholdMs}ms`,
    kind: 'latency',
    badRequests: `${prefix === '' ? 'slower' : 'slower to their first response'} than ${describeBound(objective)}`,
    budget: deriveBudget(objective.target),
    bad: slowRate(plan, objective, reader),
    all: measuredRate(plan, objective, reader),
  };
}

/** The gateway's buckets are fixed, so the next one stands for the threshold. */
function describeBound({ thresholdMs, source }: LatencyObjective): string {
  const bucketMs = source === 'gateway' ? gatewayBucketMs(thresholdMs) : thresholdMs;
  return bucketMs === thresholdMs
    ? `${thresholdMs} ms`
    : `${bucketMs} ms (the gateway's bucket for ${thresholdMs} ms)`;
}

/** Share of requests that a percentage leaves over, 0 to 1. */
export function deriveBudget(target: number): number {
  return roundRatio((100 - target) / 100);
}

/** Rounds away what binary fractions leave: 0.001 instead of 0.0010000000000000564. */
export function roundRatio(ratio: number): number {
  return Number(ratio.toPrecision(6));
}
