import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const warmUp = defineRule({
  id: 'triton/warm-up',
  severity: 'error',
  needs: [],
  holds: 'Samples of a warm-up fit the inputs and the batch size of their model.',
  why: 'The warm-up runs while the model loads: a sample that does not fit makes the load fail.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#model-warmup',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/warm-up']),
});
