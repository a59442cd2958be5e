import { appendPointer } from '@fleetwright/findings';
import type { ModelConfig, ModelMetricsMetricControl } from './generated/model-config.ts';
import { FIRST_RESPONSE_HISTOGRAM } from './metrics.ts';
import { configError, type ConfigProblem } from './problem.ts';

/** Metric tags and histogram buckets: a wrong one ends the server's process. */
export function checkModelMetrics(config: ModelConfig): ConfigProblem[] {
  return [
    ...Object.keys(config.metric_tags ?? {}).flatMap(checkTag),
    ...(config.model_metrics?.metric_control ?? []).flatMap((control, index) =>
      checkControl(control, `/model_metrics/metric_control/${index}`),
    ),
  ];
}

// The label is the key after an underscore; two underscores at the start are reserved.
function checkTag(key: string): ConfigProblem[] {
  if (/^[A-Za-z0-9][A-Za-z0-9_]*$/.test(key)) return [];
  return [
    configError('triton/metric-tags', appendPointer('/metric_tags', key), {
      message: `The metric tag ${JSON.stringify(key)} is no label name: it kills the server.`,
      fix: 'Use letters, digits and underscores, and begin with no underscore.',
    }),
  ];
}

function checkControl(control: ModelMetricsMetricControl, at: string): ConfigProblem[] {
  const family = control.metric_identifier?.family;
  const problem = (pointer: string, message: string, fix: string) =>
    configError('triton/model-metrics', pointer, { message, fix });
  const problems: ConfigProblem[] = [];
  if (!family)
    problems.push(
      problem(at, 'metric_identifier.family is missing.', `Set it to ${FIRST_RESPONSE_HISTOGRAM}.`),
    );
  else if (family !== FIRST_RESPONSE_HISTOGRAM)
    problems.push({
      ...problem(
        `${at}/metric_identifier/family`,
        `family is ${JSON.stringify(family)}; Triton ignores every family but ${FIRST_RESPONSE_HISTOGRAM}.`,
        'Remove the entry.',
      ),
      severity: 'warning',
    });
  return [...problems, ...checkBuckets(control, at)];
}

function checkBuckets(
  { histogram_options: options }: ModelMetricsMetricControl,
  at: string,
): ConfigProblem[] {
  const buckets = options?.buckets ?? [];
  if (buckets.length === 0)
    return [
      configError('triton/model-metrics', at, {
        message: 'histogram_options.buckets is missing or empty.',
        fix: 'List upper bounds in milliseconds, or remove the entry.',
      }),
    ];
  const wrong = buckets.findIndex((bucket, index) => index > 0 && bucket <= (buckets[index - 1] ?? 0));
  if (wrong < 0) return [];
  return [
    configError('triton/model-metrics', `${at}/histogram_options/buckets/${wrong}`, {
      message: `The bucket ${buckets[wrong]} follows ${buckets[wrong - 1]}; bounds that do not ascend kill the server.`,
      fix: 'Sort the bounds and remove equal ones.',
    }),
  ];
}
