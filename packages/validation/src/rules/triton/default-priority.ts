import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const defaultPriority = defineRule({
  id: 'triton/default-priority',
  severity: 'warning',
  needs: [],
  holds: 'Requests without a priority do not get the highest one.',
  why: 'Level 1 is the highest: when it is the default, every request overtakes those that ask for a lower one, and none can overtake.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/batcher.md#priority-levels',
  ],
  *check({ graph }) {
    for (const model of modelSets(graph).flatMap(({ models }) => models)) {
      const { priority_levels: levels = 0, default_priority_level: level } =
        model.config?.dynamic_batching ?? {};
      if (Number(levels) < 2 || Number(level) !== 1) continue;
      yield describeInConfig(model, '/dynamic_batching/default_priority_level', {
        message: `default_priority_level is 1, the highest of ${Number(levels)} levels.`,
        fix: `Set it to ${Number(levels)}, the lowest, or remove priority_levels.`,
      });
    }
  },
});
