import { resolveBackend } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const preferredBatchSize = defineRule({
  id: 'triton/preferred-batch-size',
  severity: 'info',
  needs: [],
  holds: 'Preferred batch sizes are given only for TensorRT engines that have profiles for them.',
  why: 'Other models run any batch alike: a preferred size only makes requests wait, or batches smaller than they could be.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md#preferred-batch-sizes',
  ],
  *check({ graph }) {
    for (const model of modelSets(graph).flatMap(({ models }) => models)) {
      const sizes = model.config?.dynamic_batching?.preferred_batch_size ?? [];
      const resolved = model.config && resolveBackend(model.config);
      const backend = resolved && 'backend' in resolved ? resolved.backend.name : undefined;
      if (sizes.length === 0 || backend === undefined || backend === 'tensorrt') continue;
      yield describeInConfig(model, '/dynamic_batching/preferred_batch_size', {
        message: `preferred_batch_size is [${sizes.join(', ')}]; a model of the backend ${backend} needs none.`,
        fix: 'Remove it, and tune max_queue_delay_microseconds instead.',
      });
    }
  },
});
