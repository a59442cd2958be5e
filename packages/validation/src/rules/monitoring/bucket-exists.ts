import { FIRST_RESPONSE_HISTOGRAM } from '@fleetwright/triton-config';
import { modelConfigs, type ModelConfigFile } from '../../graph/model-configs.ts';
import type { Matcher } from '../../graph/promql.ts';
import { defineRule } from '../../rule.ts';
import { nameQuery, oncePerObject } from './query-place.ts';
import { listTritonReads, serversBeside } from './triton-metrics.ts';

export const bucketExists = defineRule({
  id: 'monitoring/bucket-exists',
  severity: 'error',
  needs: [],
  holds: 'A bucket that a query reads from the latency histogram is one that the model configures.',
  why: 'A series of another bound does not exist: the share of slow requests becomes nothing, or all of them.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md#histograms',
  ],
  plan: '/slo/latency',
  *check({ graph }) {
    const reads = listTritonReads(graph).flatMap((read) =>
      read.metric === `${FIRST_RESPONSE_HISTOGRAM}_bucket`
        ? read.selector.matchers.flatMap(boundOf).map((bound) => ({ ...read, metric: String(bound), bound }))
        : [],
    );
    for (const { query, bound } of oncePerObject(reads)) {
      const files = serversBeside(graph, query).flatMap(({ workload }) => modelConfigs(graph, workload));
      if (files.length === 0 || files.some(({ config }) => config === undefined)) continue;
      const bounds = [...new Set(files.flatMap(bucketsOf))];
      if (bounds.includes(bound)) continue;
      yield {
        node: query.node,
        pointer: query.pointer,
        message: `The query of ${nameQuery(query)} reads the bucket of ${bound} ms; the models have ${bounds.join(', ')}.`,
        fix: `Add ${bound} to the buckets in model_metrics, or read one of them.`,
        related: files.map(({ node, pointer }) => ({
          node,
          pointer,
          message: 'This model configures the buckets.',
        })),
      };
    }
  },
});

/** Triton's own, in milliseconds. */
const DEFAULT_BUCKETS = [100, 500, 2000, 5000];

function bucketsOf({ config }: ModelConfigFile): number[] {
  const control = config?.model_metrics?.metric_control?.find(
    ({ metric_identifier }) => metric_identifier?.family === FIRST_RESPONSE_HISTOGRAM,
  );
  return control?.histogram_options?.buckets ?? DEFAULT_BUCKETS;
}

// Written as it is exposed, or with the fraction that Prometheus adds.
function boundOf({ label, op, value }: Matcher): number[] {
  const [, bound] = /^(\d{1,9})(?:\.0|\(\[\.\]0\)\?|\(\\\.0\)\?)?$/.exec(value) ?? [];
  return label === 'le' && (op === '=' || op === '=~') && bound !== undefined ? [Number(bound)] : [];
}
