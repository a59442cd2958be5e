import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const modelMetrics = defineRule({
  id: 'triton/model-metrics',
  severity: 'error',
  needs: [],
  holds: 'Tags are names of labels, and buckets of a histogram ascend.',
  why: 'Triton hands them to its metrics library, which ends the whole process over a wrong one.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md',
    'https://github.com/triton-inference-server/core/blob/main/src/metric_model_reporter.cc',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/model-metrics', 'triton/metric-tags']),
});
