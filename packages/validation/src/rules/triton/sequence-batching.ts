import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const sequenceBatching = defineRule({
  id: 'triton/sequence-batching',
  severity: 'error',
  needs: [],
  holds: 'Controls and strategies of sequence batching are complete and name each tensor once.',
  why: 'Triton refuses the model, so its requests are answered with an error.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#sequence-batcher',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/sequence-batching']),
});
