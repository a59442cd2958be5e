import { resolveBackend } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { configViolations, describeInConfig } from './config-problems.ts';

export const backendKnown = defineRule({
  id: 'triton/backend',
  severity: 'error',
  needs: [],
  holds: 'Backend and platform of a model are known to Triton and agree.',
  why: 'A model without a library that can load it, or with a platform of another one, is refused.',
  sources: [
    'https://github.com/triton-inference-server/core/blob/main/src/model_config_utils.cc',
    'https://github.com/triton-inference-server/backend',
  ],
  *check({ graph }) {
    yield* configViolations(graph, ['triton/platform']);
    for (const { server, models } of modelSets(graph)) {
      // An image of one's own may carry a backend of one's own.
      const isStock = server?.variant !== undefined && !server.flags.has('backend-directory');
      for (const model of models) {
        const problem = model.config && problemOf(model.config, isStock);
        if (problem) yield describeInConfig(model, problem.pointer, problem);
      }
    }
  },
});

// The empty pointer: nothing names a backend, and Triton may still find one by the model's files.
function problemOf(config: Parameters<typeof resolveBackend>[0], isStock: boolean) {
  const resolved = resolveBackend(config);
  if ('backend' in resolved || resolved.problem.pointer === '') return undefined;
  return isStock || resolved.problem.pointer === '/platform' ? resolved.problem : undefined;
}
