import { modelSets } from '../../graph/model-sets.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const devicesNotPinned = defineRule({
  id: 'triton/devices-not-pinned',
  severity: 'info',
  needs: [],
  holds: 'An instance group leaves it to Triton which of the GPUs of its container it uses.',
  why: 'Devices are numbered within the container: [0] says nothing with one GPU and leaves the others idle with more.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#instance-groups',
  ],
  *check({ graph }) {
    for (const model of modelSets(graph).flatMap(({ models }) => models)) {
      const groups = model.config?.instance_group ?? [];
      // Several groups on different devices are a plan, not a habit.
      const [group] = groups;
      if (group?.kind === 'KIND_CPU' || group?.kind === 'KIND_MODEL') continue;
      if (groups.length !== 1 || group?.gpus?.length !== 1 || group.gpus[0] !== 0) continue;
      yield describeInConfig(model, '/instance_group/0/gpus', {
        message: 'gpus is [0]: the first device of the container, whatever its pod gets.',
        fix: 'Remove gpus: every device of the container is used then.',
      });
    }
  },
});
