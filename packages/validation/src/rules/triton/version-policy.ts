import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const versionPolicy = defineRule({
  id: 'triton/version-policy',
  severity: 'error',
  needs: [],
  holds: 'A version policy selects at least one version.',
  why: 'A model without a version never becomes ready.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#version-policy',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/version-policy']),
});
