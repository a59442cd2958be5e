import type { MetricScaling, ServingPlan } from './serving-plan.ts';
import { meanQueueTime, tritonSeries, waitingRequests, type SeriesOf } from './signals.ts';

// Long enough for several scrapes, short enough to follow a peak.
const RANGE_SECONDS = 120;

type MetricType = MetricScaling['metric']['type'];

const QUERIES: Record<MetricType, (seriesOf: SeriesOf) => string> = {
  // Without a request the queue time has no value; the second line then says 0, as long as the pods are scraped.
  queueTime: (seriesOf) => `${meanQueueTime(seriesOf, RANGE_SECONDS)}\nor 0 * ${waitingRequests(seriesOf)}\n`,
  pendingRequests: (seriesOf) => `${waitingRequests(seriesOf)}\n`,
};

/** What an autoscaler asks Prometheus about one service: stable and canary pods together. */
export function scalingQuery(plan: ServingPlan, type: MetricType): string {
  return QUERIES[type]((metric) => tritonSeries(plan, metric, 'all'));
}

/** One external metric, which a cluster's Prometheus adapter computes for whichever service an autoscaler names. */
export interface AdapterMetric {
  /** Name in external.metrics.k8s.io. */
  name: string;
  /** Prometheus series whose presence makes the adapter offer the metric. */
  seriesQuery: string;
  /** Template of the query; the adapter fills in the selector of the autoscaler and its namespace. */
  metricsQuery: string;
}

/**
 * The metrics of every HorizontalPodAutoscaler, selected by the label `service`, the name of a metrics Service.
 * https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md
 */
export const ADAPTER_METRICS: Readonly<Record<MetricType, AdapterMetric>> = {
  queueTime: {
    name: 'fleetwright_queue_time_milliseconds',
    seriesQuery: discover('nv_inference_queue_duration_us'),
    metricsQuery: QUERIES.queueTime(matchedSeries),
  },
  pendingRequests: {
    name: 'fleetwright_pending_requests',
    seriesQuery: discover('nv_inference_pending_request_count'),
    metricsQuery: QUERIES.pendingRequests(matchedSeries),
  },
};

function discover(metric: string): string {
  return `${metric}{namespace!="",service!=""}`;
}

function matchedSeries(metric: string): string {
  return `${metric}{<<.LabelMatchers>>}`;
}
