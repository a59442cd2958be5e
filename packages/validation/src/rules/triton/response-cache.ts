import { modelSets } from '../../graph/model-sets.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { configViolations, describeInConfig } from './config-problems.ts';

export const responseCache = defineRule({
  id: 'triton/response-cache',
  severity: 'error',
  needs: [],
  holds: 'A model that caches responses is neither decoupled nor stateful, and its server has a cache.',
  why: 'Triton refuses the combination; without a cache it accepts the model and computes every answer anew.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/user_guide/response_cache.md'],
  *check({ graph }) {
    yield* configViolations(graph, ['triton/response-cache']);
    for (const { workload, server, models } of modelSets(graph)) {
      if (workload === undefined || server?.exact !== true) continue;
      if (server.flags.has('cache-config') || server.flags.has('response-cache-byte-size')) continue;
      for (const model of models) {
        if (model.config?.response_cache?.enable !== true) continue;
        yield {
          ...describeInConfig(model, '/response_cache', {
            message: `response_cache is enabled, and ${nameOf(workload.node)} starts Triton without --cache-config.`,
            fix: 'Add --cache-config=local,size=<bytes>, or remove response_cache.',
          }),
          related: [
            { node: workload.node, pointer: server.container.pointer, message: 'The server that loads it.' },
          ],
        };
      }
    }
  },
});
