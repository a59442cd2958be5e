import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const modelNamed = defineRule({
  id: 'triton/name',
  severity: 'error',
  needs: [],
  holds: 'The name in a model configuration is that of the directory in which it stands.',
  why: 'Triton refuses the model; with exit-on-error the whole server ends.',
  sources: ['https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc'],
  check: ({ graph }) => configViolations(graph, ['triton/name']),
});
