import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const instanceGroup = defineRule({
  id: 'triton/instance-group',
  severity: 'error',
  needs: [],
  holds: 'Instance groups name devices that the container has, and count at least one instance.',
  why: 'A device that is not there makes the load fail; a count below one is ignored.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#instance-groups',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/instance-group']),
});
