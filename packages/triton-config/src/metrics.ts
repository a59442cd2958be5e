import type { Feature } from './version-gates.ts';

/** What must be switched on for a metric to appear. */
export type MetricSwitch = 'cache' | 'summaries' | 'histograms' | 'cpu' | 'gpu';

/** The flags and fields behind each switch. */
export const METRIC_SWITCHES: Readonly<Record<MetricSwitch, string>> = {
  cache: '--cache-config and response_cache.enable',
  summaries: '--metrics-config=summary_latencies=true',
  histograms: '--metrics-config=histogram_latencies=true',
  cpu: '--allow-cpu-metrics',
  gpu: '--allow-gpu-metrics',
};

/** A metric family of Triton, https://github.com/triton-inference-server/core/blob/main/src/metrics.cc. */
export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'histogram' | 'summary';
  unit: MetricUnit;
  /** What one series stands for. */
  scope: MetricScope;
  /** Labels of its series; metric_tags adds more, each with a leading underscore. */
  labels: readonly string[];
  needs: readonly MetricSwitch[];
  /** Feature with the first release that has it for every model; undefined when every release has it. */
  since?: Feature;
  /** `observed` on a running server, or read in Triton's source only. */
  source: 'observed' | 'source';
}

/** Unit of a metric's values; `count` is a plain number. */
export type MetricUnit =
  'count' | 'microseconds' | 'milliseconds' | 'seconds' | 'bytes' | 'ratio' | 'joules' | 'watts';

/**
 * `instance` series also carry gpu_uuid when the instance runs on a GPU and `model` series never do, so
 * expressions sum both by model and version before they divide one by the other.
 */
export type MetricScope = 'instance' | 'model' | 'gpu' | 'server';

interface MetricOptions {
  unit: MetricUnit;
  scope: MetricScope;
  needs?: readonly MetricSwitch[];
  since?: Feature;
  extraLabels?: readonly string[];
}

const SCOPE_LABELS: Record<MetricScope, readonly string[]> = {
  instance: ['model', 'version', 'gpu_uuid'],
  model: ['model', 'version'],
  gpu: ['gpu_uuid'],
  server: [],
};

/**
 * Values of the label `reason` of nv_inference_request_failure; all are present from the load on. Requests that meet
 * a full queue and malformed ones are not counted at all.
 */
export const FAILURE_REASONS = ['OTHER', 'BACKEND', 'CANCELED', 'REJECTED'] as const;

/** One of {@link FAILURE_REASONS}. */
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** The histogram that model_metrics may give buckets: no other family is accepted. */
export const FIRST_RESPONSE_HISTOGRAM = 'nv_inference_first_response_histogram_ms';

/** Every metric family of Triton. Nothing else may stand in an alert, a dashboard or an analysis. */
export const METRICS: readonly Metric[] = [
  metric('nv_cache_hit_duration_per_model', 'counter', {
    unit: 'microseconds',
    scope: 'model',
    needs: ['cache'],
  }),
  metric('nv_cache_hit_summary_per_model', 'summary', {
    unit: 'microseconds',
    scope: 'model',
    needs: ['cache', 'summaries'],
  }),
  metric('nv_cache_insertion_duration', 'gauge', { unit: 'microseconds', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_lookup_duration', 'gauge', { unit: 'microseconds', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_miss_duration_per_model', 'counter', {
    unit: 'microseconds',
    scope: 'model',
    needs: ['cache'],
  }),
  metric('nv_cache_miss_summary_per_model', 'summary', {
    unit: 'microseconds',
    scope: 'model',
    needs: ['cache', 'summaries'],
  }),
  metric('nv_cache_num_entries', 'gauge', { unit: 'count', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_num_evictions', 'gauge', { unit: 'count', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_num_hits', 'gauge', { unit: 'count', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_num_hits_per_model', 'counter', { unit: 'count', scope: 'model', needs: ['cache'] }),
  metric('nv_cache_num_lookups', 'gauge', { unit: 'count', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_num_misses', 'gauge', { unit: 'count', scope: 'server', needs: ['cache'] }),
  metric('nv_cache_num_misses_per_model', 'counter', { unit: 'count', scope: 'model', needs: ['cache'] }),
  metric('nv_cache_util', 'gauge', { unit: 'ratio', scope: 'server', needs: ['cache'] }),
  metric('nv_cpu_memory_total_bytes', 'gauge', { unit: 'bytes', scope: 'server', needs: ['cpu'] }),
  metric('nv_cpu_memory_used_bytes', 'gauge', { unit: 'bytes', scope: 'server', needs: ['cpu'] }),
  metric('nv_cpu_utilization', 'gauge', { unit: 'ratio', scope: 'server', needs: ['cpu'] }),
  metric('nv_energy_consumption', 'counter', { unit: 'joules', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_gpu_memory_total_bytes', 'gauge', { unit: 'bytes', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_gpu_memory_used_bytes', 'gauge', { unit: 'bytes', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_gpu_power_limit', 'gauge', { unit: 'watts', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_gpu_power_usage', 'gauge', { unit: 'watts', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_gpu_utilization', 'gauge', { unit: 'ratio', scope: 'gpu', needs: ['gpu'] }),
  metric('nv_inference_compute_infer_duration_us', 'counter', { unit: 'microseconds', scope: 'instance' }),
  metric('nv_inference_compute_infer_summary_us', 'summary', {
    unit: 'microseconds',
    scope: 'instance',
    needs: ['summaries'],
  }),
  metric('nv_inference_compute_input_duration_us', 'counter', { unit: 'microseconds', scope: 'instance' }),
  metric('nv_inference_compute_input_summary_us', 'summary', {
    unit: 'microseconds',
    scope: 'instance',
    needs: ['summaries'],
  }),
  metric('nv_inference_compute_output_duration_us', 'counter', { unit: 'microseconds', scope: 'instance' }),
  metric('nv_inference_compute_output_summary_us', 'summary', {
    unit: 'microseconds',
    scope: 'instance',
    needs: ['summaries'],
  }),
  metric('nv_inference_count', 'counter', { unit: 'count', scope: 'instance' }),
  metric('nv_inference_exec_count', 'counter', { unit: 'count', scope: 'instance' }),
  metric('nv_inference_first_response_histogram_ms', 'histogram', {
    unit: 'milliseconds',
    scope: 'model',
    needs: ['histograms'],
    since: 'first-response-histogram',
  }),
  metric('nv_inference_pending_request_count', 'gauge', {
    unit: 'count',
    scope: 'model',
    since: 'pending-request-metric',
  }),
  metric('nv_inference_queue_duration_us', 'counter', { unit: 'microseconds', scope: 'instance' }),
  metric('nv_inference_queue_summary_us', 'summary', {
    unit: 'microseconds',
    scope: 'instance',
    needs: ['summaries'],
  }),
  metric('nv_inference_request_duration_us', 'counter', { unit: 'microseconds', scope: 'instance' }),
  metric('nv_inference_request_failure', 'counter', {
    unit: 'count',
    scope: 'instance',
    extraLabels: ['reason'],
  }),
  metric('nv_inference_request_success', 'counter', { unit: 'count', scope: 'instance' }),
  metric('nv_inference_request_summary_us', 'summary', {
    unit: 'microseconds',
    scope: 'instance',
    needs: ['summaries'],
  }),
  metric('nv_model_load_duration_secs', 'gauge', {
    unit: 'seconds',
    scope: 'model',
    since: 'model-load-duration-metric',
  }),
  metric('nv_pinned_memory_pool_total_bytes', 'gauge', {
    unit: 'bytes',
    scope: 'server',
    since: 'pinned-memory-metrics',
  }),
  metric('nv_pinned_memory_pool_used_bytes', 'gauge', {
    unit: 'bytes',
    scope: 'server',
    since: 'pinned-memory-metrics',
  }),
];

const BY_NAME = new Map(METRICS.map((entry) => [entry.name, entry]));

/** The metric family that a series name belongs to, with or without a suffix; undefined when there is none. */
export function findMetric(name: string): Metric | undefined {
  return BY_NAME.get(name) ?? METRICS.find((entry) => seriesOf(entry).includes(name));
}

/** Names under which the series of a family are stored. */
export function seriesOf({ name, type }: Metric): string[] {
  if (type === 'histogram') return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  if (type === 'summary') return [name, `${name}_sum`, `${name}_count`];
  return [name];
}

function metric(name: string, type: Metric['type'], options: MetricOptions): Metric {
  const { unit, scope, needs = [], since, extraLabels = [] } = options;
  const own = type === 'histogram' ? ['le'] : type === 'summary' ? ['quantile'] : [];
  const labels = [...SCOPE_LABELS[scope], ...extraLabels, ...own];
  return { name, type, unit, scope, labels, needs, since, source: scope === 'gpu' ? 'source' : 'observed' };
}
