import { modelConfigs } from '../../graph/model-configs.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const sequencesStay = defineRule({
  id: 'rollout/sequences-stay',
  severity: 'error',
  needs: [],
  holds: 'No canary splits the requests of a model with sequence_batching by weight.',
  why: 'The weight is drawn anew for every request, so the requests of one sequence meet servers that do not know its beginning: they fail, or answer from a state of nothing.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_execution.md#stateful-models',
    'https://istio.io/latest/docs/reference/config/networking/destination-rule/#LoadBalancerSettings-ConsistentHashLB',
  ],
  plan: '/rollout/canary/steps',
  *check({ graph }) {
    for (const rollout of graph.ofKind('Rollout')) {
      const { canary } = rollout.object.spec?.strategy ?? {};
      const steps = canary?.steps ?? [];
      const index = steps.findIndex(
        ({ setWeight }) => setWeight !== undefined && setWeight > 0 && setWeight < 100,
      );
      // By a header, a client decides for a whole sequence.
      if (index < 0 || steps.some(({ setHeaderRoute }) => setHeaderRoute !== undefined)) continue;
      const workload = graph.findWorkload(rollout.namespace, rollout.object.spec?.workloadRef ?? rollout);
      const stateful = (workload && modelConfigs(graph, workload).filter(keepsSequences)) ?? [];
      const [model] = stateful;
      if (model === undefined) continue;
      yield {
        node: rollout,
        pointer: `/spec/strategy/canary/steps/${index}/setWeight`,
        message: `${nameOf(rollout)} splits requests by weight; the model ${model.config?.name ?? model.key} keeps state between the requests of a sequence.`,
        fix: 'Route whole clients by a header (setHeaderRoute), or change over at once (setWeight: 100, or blueGreen).',
        related: [{ node: model.node, pointer: model.pointer, message: 'It has sequence_batching.' }],
      };
    }
  },
});

type File = ReturnType<typeof modelConfigs>[number];

// A decoupled model may get its whole sequence over one stream.
function keepsSequences({ config }: File): boolean {
  return config?.sequence_batching !== undefined && config.model_transaction_policy?.decoupled !== true;
}
