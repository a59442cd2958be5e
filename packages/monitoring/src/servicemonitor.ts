import { METRICS_COMPONENT, formatSeconds } from '@fleetwright/kube';
import type { ServiceMonitor } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { podHashLabel } from './server-signals.ts';

/** A scrape that takes longer than this is of no use, however long the interval. */
const LONGEST_SCRAPE_SECONDS = 10;

/**
 * Series of one model version on one GPU, ten times over: counters, failure reasons and up to 20 buckets of the
 * latency histogram. A scrape above the limit is refused as a whole, so it only stops an explosion.
 */
const SERIES_PER_MODEL_VERSION = 500;

/** Series of the server itself, with the same margin. */
const SERIES_OF_SERVER = 500;

/**
 * Scrapes stable and canary pods once each, through the one headless Service whose selector lacks the pod hash.
 * https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.ServiceMonitor
 */
export function serviceMonitor(plan: ServingPlan): ServiceMonitor {
  const { scrapeIntervalSeconds } = plan.monitoring;
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    metadata: {
      name: plan.names.workload,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...plan.monitoring.monitorLabels },
    },
    spec: {
      // The job is the service's name; the label `service` is the scraped Service's.
      jobLabel: 'app.kubernetes.io/name',
      // Tells the new version's series from the old ones.
      podTargetLabels: [podHashLabel(plan)],
      namespaceSelector: { matchNames: [plan.namespace] },
      selector: {
        matchLabels: { ...plan.selectorLabels, 'app.kubernetes.io/component': METRICS_COMPONENT },
      },
      sampleLimit: deriveSampleLimit(plan),
      // Target labels, model, version, reason, gpu_uuid and a model's metric_tags.
      labelLimit: 64,
      endpoints: [
        {
          port: 'http-metrics',
          scheme: 'http',
          path: '/metrics',
          interval: formatSeconds(scrapeIntervalSeconds),
          scrapeTimeout: formatSeconds(deriveScrapeTimeout(scrapeIntervalSeconds)),
          // Triton's own label `namespace` (model namespacing) must not replace the Kubernetes namespace.
          honorLabels: false,
        },
      ],
    },
  };
}

/** Two thirds of the interval, in whole seconds: a scrape ends before the next one starts. */
function deriveScrapeTimeout(intervalSeconds: number): number {
  return Math.max(1, Math.min(LONGEST_SCRAPE_SECONDS, Math.floor((intervalSeconds * 2) / 3)));
}

function deriveSampleLimit({ models, gpu }: ServingPlan): number {
  const devices = gpu.kind === 'none' ? 1 : gpu.count;
  const versions = models.reduce((count, model) => count + model.versions.length, 0);
  return SERIES_OF_SERVER + SERIES_PER_MODEL_VERSION * versions * devices;
}
