import type { ModelConfig, ModelQueuePolicy } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const queuePolicy = defineRule({
  id: 'triton/queue-policy',
  severity: 'warning',
  needs: [],
  holds: 'A queue with a limit holds at least one full batch for each instance of its model.',
  why: 'A shorter queue refuses requests with 503 while instances could still take them in one batch; Triton does not count these.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md#queue-policy',
    'https://github.com/triton-inference-server/core/blob/main/src/scheduler_utils.cc',
  ],
  *check({ graph }) {
    for (const model of modelSets(graph).flatMap(({ models }) => models)) {
      const needed = fullBatches(model.config ?? {});
      for (const [pointer, policy] of policiesOf(model.config ?? {})) {
        const size = policy.max_queue_size ?? 0;
        if (size === 0 || size >= needed) continue;
        yield describeInConfig(model, `${pointer}/max_queue_size`, {
          message: `max_queue_size is ${size}; the instances take ${needed} requests in one round of full batches.`,
          fix: `Set it to ${2 * needed} or more, or remove it.`,
        });
      }
    }
  },
});

function fullBatches({ max_batch_size: size = 0, instance_group: groups = [] }: ModelConfig): number {
  const instances = groups.reduce((sum, { count = 1 }) => sum + Math.max(1, count), 0);
  return Math.max(1, size) * Math.max(1, instances);
}

function policiesOf({ dynamic_batching: batching }: ModelConfig): [string, ModelQueuePolicy][] {
  const at = '/dynamic_batching';
  return [
    ...(batching?.default_queue_policy
      ? [[`${at}/default_queue_policy`, batching.default_queue_policy] as [string, ModelQueuePolicy]]
      : []),
    ...Object.entries(batching?.priority_queue_policy ?? {}).map(
      ([key, policy]): [string, ModelQueuePolicy] => [`${at}/priority_queue_policy/${key}`, policy],
    ),
  ];
}
