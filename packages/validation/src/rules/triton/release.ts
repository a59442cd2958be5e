import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const configFitsRelease = defineRule({
  id: 'triton/release',
  severity: 'error',
  needs: [],
  holds: 'A model configuration uses only fields that the release of the server knows.',
  why: 'The whole file is refused over one unknown field.',
  sources: ['https://github.com/triton-inference-server/common/blob/main/protobuf/model_config.proto'],
  check: ({ graph }) => configViolations(graph, ['triton/release']),
});
