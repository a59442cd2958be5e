import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const dynamicBatching = defineRule({
  id: 'triton/dynamic-batching',
  severity: 'error',
  needs: [],
  holds:
    'Batch sizes, priority levels and queue policies of dynamic batching fit max_batch_size and each other.',
  why: 'Triton refuses the model, or accepts it and never forms a batch.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/dynamic-batching', 'triton/max-batch-size']),
});
