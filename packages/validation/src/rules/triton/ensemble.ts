import { defineRule } from '../../rule.ts';
import { configViolations } from './config-problems.ts';

export const ensembles = defineRule({
  id: 'triton/ensemble',
  severity: 'error',
  needs: [],
  holds: 'The steps of an ensemble name models of the same server, and its tensors fit theirs.',
  why: 'Triton refuses the ensemble, so nothing of its pipeline can be called.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/ensemble_scheduler/ensemble_utils.cc',
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/ensemble_models.md',
  ],
  check: ({ graph }) => configViolations(graph, ['triton/ensemble']),
});
