import { selectValues } from '../select-values.ts';
import type { Defect } from './defect.ts';

type Resources = Parameters<Defect['occurs']>[0];

/** How the service is watched. */
export const MONITORING_DEFECTS: Record<string, Defect> = {
  D11: {
    title: 'a ServiceMonitor that selects no Service',
    occurs: (all) => {
      const services = selectValues(all, 'Service metadata').map(
        (metadata) => (metadata as { labels?: Record<string, unknown> }).labels ?? {},
      );
      return selectValues(all, 'ServiceMonitor spec/selector/matchLabels').some((selector) =>
        services.every((labels) =>
          Object.entries(selector as object).some(([key, value]) => labels[key] !== value),
        ),
      );
    },
    bad: `{ kind: Service, metadata: { name: triton } }
---
{ kind: ServiceMonitor, spec: { selector: { matchLabels: { app: triton-inference-server } } } }`,
  },
  D12: {
    title: 'a ServiceMonitor or PrometheusRule without the label by which Prometheus takes it',
    occurs: (all) =>
      all
        .filter(({ kind }) => kind === 'ServiceMonitor' || kind === 'PrometheusRule')
        .some(({ metadata }) => metadata.labels?.release === undefined),
    bad: `{ kind: ServiceMonitor, metadata: { labels: { app: triton } } }`,
  },
  D13: {
    title: "a query of Triton's counters by names that they do not have",
    occurs: (all) => /nv_inference_request_(?:success|failure)_total/.test(textOf(all)),
    bad: `{ kind: ConfigMap, data: { dashboard: 'rate(nv_inference_request_success_total[5m])' } }`,
  },
  D14: {
    title: 'a quantile of a counter, or without a sum by le',
    occurs: (all) =>
      /_duration_us_bucket/.test(textOf(all)) ||
      [...textOf(all).matchAll(/histogram_quantile\([^,]+, *(.{0,10})/g)].some(
        ([, inner]) => inner !== 'sum by (le',
      ),
    bad: `{ kind: ConfigMap, data: { dashboard: 'histogram_quantile(0.95, nv_inference_request_duration_us_bucket{model="x"})' } }`,
  },
  D15: {
    title: 'a ratio of GPU memory that is not matched by device',
    occurs: (all) =>
      [...textOf(all).matchAll(/(.{0,90})\(?nv_gpu_memory_used_bytes/g)].some(
        ([, before]) => !/by \([^)]*gpu_uuid[^)]*\) \(?$/.test(before ?? ''),
      ),
    bad: `{ kind: ConfigMap, data: { dashboard: 'nv_gpu_memory_used_bytes / nv_gpu_memory_total_bytes' } }`,
  },
  D16: {
    title: 'no alert and no recorded objective',
    occurs: (all) =>
      selectValues(all, 'PrometheusRule spec/groups/*/rules/*/alert').length === 0 ||
      selectValues(all, 'PrometheusRule spec/groups/*/rules/*/record').length === 0,
    bad: `{ kind: ServiceMonitor, metadata: { labels: { release: x } } }`,
  },
};

function textOf(resources: Resources): string {
  return JSON.stringify(resources);
}
