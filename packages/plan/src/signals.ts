import type { GatewayPlan, LatencyObjective, LatencySource, ServingPlan } from './serving-plan.ts';

/** Which of a service's pods a query looks at. */
export type Audience =
  | 'all'
  /** The canary, told apart by Service at the gateway and by pod-template hash in Triton's series. */
  | { canaryHash: string };

/** Range of a query in seconds, or a variable of the reader such as Grafana's `$__rate_interval`. */
export type Range = number | `$${string}`;

/**
 * gRPC status codes that are the server's fault: UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE
 * and DATA_LOSS. https://opentelemetry.io/docs/specs/semconv/rpc/grpc/
 */
export const GRPC_SERVER_ERRORS = '2|4|12|13|14|15';

/** Upper bounds of Istio's request duration histogram, in milliseconds. */
const GATEWAY_BUCKETS_MS = [
  1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/**
 * Requests per second: at the gateway, the only place that sees every refused request; without one as far as
 * Triton counts them.
 */
export function requestRate(plan: ServingPlan, audience: Audience, range: Range): string {
  return `sum(${overRequests(plan, audience, (series) => `rate(${series}[${formatRange(range)}])`)})`;
}

/** Requests within the range, counted as by {@link requestRate}. */
export function requestCount(plan: ServingPlan, audience: Audience, range: Range): string {
  return `sum(${overRequests(plan, audience, (series) => `increase(${series}[${formatRange(range)}])`)})`;
}

/**
 * Share of requests that failed by the server's fault, 0 to 1; no value without traffic. A failed gRPC call is
 * HTTP 200, so it is judged by its gRPC status.
 */
export function errorRatio(plan: ServingPlan, audience: Audience, range: Range): string {
  return `${failedRate(plan, audience, range)} / (${requestRate(plan, audience, range)} > 0)`;
}

/** Failed requests per second, as {@link errorRatio} counts them; 0 without any. */
export function failedRate(plan: ServingPlan, audience: Audience, range: Range): string {
  const time = formatRange(range);
  const { gateway } = plan;
  if (gateway === undefined) {
    // A client that gives up is no failure of the server; the gateway does not count it as one either.
    const failed = tritonSeries(plan, 'nv_inference_request_failure', audience, 'reason!="CANCELED"');
    return `(sum(rate(${failed}[${time}])) or vector(0))`;
  }
  const http = gatewayRequests(plan, gateway, audience, 'response_code=~"5.."');
  const grpc = gatewayRequests(plan, gateway, audience, `grpc_response_status=~"${GRPC_SERVER_ERRORS}"`);
  return `(sum(rate(${http}[${time}]) or rate(${grpc}[${time}])) or vector(0))`;
}

/** Requests per second by Service (`destination_service_name`) at a gateway: stable and canary side by side. */
export function requestRateByService(plan: ServingPlan, gateway: GatewayPlan, range: Range): string {
  const requests = gatewayRequests(plan, gateway, 'all');
  return `sum by (destination_service_name) (rate(${requests}[${formatRange(range)}]))`;
}

/** Requests per second that a gateway sent to the canary's Service, whichever the pods; 0 without any. */
export function canaryRequestRate(plan: ServingPlan, gateway: GatewayPlan, range: Range): string {
  // The gateway tells the canary apart by Service, so the hash does not matter.
  const requests = gatewayRequests(plan, gateway, { canaryHash: '' });
  return `(sum(rate(${requests}[${formatRange(range)}])) or vector(0))`;
}

// Success and failure are two families, with labels that differ; a union of both is summed.
function overRequests(plan: ServingPlan, audience: Audience, apply: (series: string) => string): string {
  if (plan.gateway !== undefined) return apply(gatewayRequests(plan, plan.gateway, audience));
  return ['success', 'failure']
    .map((outcome) => apply(tritonSeries(plan, `nv_inference_request_${outcome}`, audience)))
    .join(' or ');
}

/** Share of requests slower than an objective's threshold, 0 to 1; no value without traffic. */
export function slowRatio(
  plan: ServingPlan,
  objective: LatencyObjective,
  { audience, range }: { audience: Audience; range: Range },
): string {
  const time = formatRange(range);
  const { bucket, count } = latencySeries(plan, objective, audience);
  return `1 - sum(rate(${bucket}[${time}])) / (sum(rate(${count}[${time}])) > 0)`;
}

/** Requests per second slower than an objective's threshold. */
export function slowRate(
  plan: ServingPlan,
  objective: LatencyObjective,
  { audience, range }: { audience: Audience; range: Range },
): string {
  const time = formatRange(range);
  const { bucket, count } = latencySeries(plan, objective, audience);
  return `sum(rate(${count}[${time}])) - sum(rate(${bucket}[${time}]))`;
}

/** Requests per second whose latency an objective judges: what {@link slowRate} is a share of. */
export function measuredRate(
  plan: ServingPlan,
  objective: LatencyObjective,
  { audience, range }: { audience: Audience; range: Range },
): string {
  return `sum(rate(${latencySeries(plan, objective, audience).count}[${formatRange(range)}]))`;
}

/** A latency quantile in milliseconds. */
export function latencyQuantile(
  plan: ServingPlan,
  quantile: number,
  { audience, range }: { audience: Audience; range: Range },
): string {
  const histogram = latencyHistogram(plan, plan.slo.latencySource, audience)('bucket');
  return `histogram_quantile(${quantile}, sum by (le) (rate(${histogram}[${formatRange(range)}])))`;
}

/**
 * Mean time in Triton's queue per request, in milliseconds. Instances on a GPU carry one more label than the
 * model's own series, so both sides are summed before they are divided.
 */
export function queueTimeMs(plan: ServingPlan, audience: Audience, range: Range): string {
  return meanQueueTime((metric) => tritonSeries(plan, metric, audience), range);
}

/** Requests that wait in Triton's queues at this moment. */
export function pendingRequests(plan: ServingPlan, audience: Audience): string {
  return waitingRequests((metric) => tritonSeries(plan, metric, audience));
}

/** Series of a metric of Triton, for whichever pods the reader means. */
export type SeriesOf = (metric: string) => string;

/** {@link queueTimeMs} of the pods that the series name. */
export function meanQueueTime(seriesOf: SeriesOf, range: Range): string {
  const time = formatRange(range);
  const queued = `sum(rate(${seriesOf('nv_inference_queue_duration_us')}[${time}]))`;
  const answered = `sum(rate(${seriesOf('nv_inference_request_success')}[${time}]))`;
  return `${queued} / (${answered} > 0) / 1000`;
}

/** {@link pendingRequests} of the pods that the series name. */
export function waitingRequests(seriesOf: SeriesOf): string {
  return `sum(${seriesOf('nv_inference_pending_request_count')})`;
}

/** One of Triton's series for this service, with further matchers. */
export function tritonSeries(
  plan: ServingPlan,
  metric: string,
  audience: Audience,
  ...matchers: readonly string[]
): string {
  const pods = audience === 'all' ? [] : [`rollouts_pod_template_hash="${audience.canaryHash}"`];
  return series(metric, [
    `namespace="${plan.namespace}"`,
    `service="${plan.names.metricsService}"`,
    ...pods,
    ...matchers,
  ]);
}

function latencySeries(
  plan: ServingPlan,
  { thresholdMs, source }: LatencyObjective,
  audience: Audience,
): { bucket: string; count: string } {
  const bound = source === 'gateway' ? gatewayBucketMs(thresholdMs) : thresholdMs;
  const histogram = latencyHistogram(plan, source, audience);
  return {
    // Prometheus 3 stores the bounds of buckets as decimals, Prometheus 2 as they were exposed.
    // https://prometheus.io/docs/prometheus/latest/migration/
    bucket: histogram('bucket', `le=~"${bound}([.]0)?"`),
    count: histogram('count'),
  };
}

/** The series of the histogram that a source keeps. */
function latencyHistogram(
  plan: ServingPlan,
  source: LatencySource,
  audience: Audience,
): (part: 'bucket' | 'count', ...matchers: readonly string[]) => string {
  const { gateway } = plan;
  return (part, ...matchers) =>
    source === 'gateway' && gateway !== undefined
      ? gatewaySeries(plan, gateway, `istio_request_duration_milliseconds_${part}`, { audience, matchers })
      : tritonSeries(plan, `nv_inference_first_response_histogram_ms_${part}`, audience, ...matchers);
}

/** The gateway's bucket that stands for a threshold: the smallest that is not below it. */
export function gatewayBucketMs(thresholdMs: number): number {
  return GATEWAY_BUCKETS_MS.find((bound) => bound >= thresholdMs) ?? GATEWAY_BUCKETS_MS.at(-1)!;
}

function gatewayRequests(
  plan: ServingPlan,
  gateway: GatewayPlan,
  audience: Audience,
  ...matchers: readonly string[]
): string {
  return gatewaySeries(plan, gateway, 'istio_requests_total', { audience, matchers });
}

function gatewaySeries(
  plan: ServingPlan,
  gateway: GatewayPlan,
  metric: string,
  { audience, matchers }: { audience: Audience; matchers: readonly string[] },
): string {
  const { stableService, canaryService } = plan.names;
  const both = audience === 'all' && plan.rollout.strategy === 'canary';
  const service = both
    ? `destination_service_name=~"${stableService}|${canaryService}"`
    : `destination_service_name="${audience === 'all' ? stableService : canaryService}"`;
  return series(metric, [
    `job="${gateway.prometheusJob}"`,
    'reporter="source"',
    `destination_service_namespace="${plan.namespace}"`,
    service,
    ...matchers,
  ]);
}

function series(metric: string, matchers: readonly string[]): string {
  return `${metric}{${matchers.join(',')}}`;
}

function formatRange(range: Range): string {
  return typeof range === 'number' ? `${range}s` : range;
}
