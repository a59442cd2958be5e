import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const tensors = defineRule({
  id: 'triton/tensor',
  severity: 'error',
  needs: [],
  holds: 'Inputs and outputs have a name, a data type and dimensions that Triton takes.',
  why: 'Triton refuses the model, or fails at the first request.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#inputs-and-outputs',
  ],
  check: ({ graph }) =>
    configViolations(graph, [
      'triton/tensor',
      'triton/tensor-duplicate',
      'triton/reshape',
      'triton/batch-tensor',
      'triton/no-inputs',
      'triton/no-outputs',
    ]),
});
