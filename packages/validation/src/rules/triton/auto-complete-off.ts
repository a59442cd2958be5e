import { resolveBackend } from '@fleetwright/triton-config';
import { modelConfigs } from '../../graph/model-configs.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { isOn, tritonServer, type TritonServer } from '../../graph/triton-server.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const autoCompleteOff = defineRule({
  id: 'triton/auto-complete-off',
  severity: 'warning',
  needs: [],
  holds: 'Triton serves the configuration that was reviewed: it does not complete it by itself.',
  why: 'Shapes, batch sizes and instances are then guessed from the model: what runs is in no file, and a new release may guess otherwise.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#auto-generated-model-configuration',
  ],
  plan: '/triton/autoComplete',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined || !server.exact || isStrict(server)) continue;
      if (needsCompletion(server, graph, workload)) continue;
      yield describeFlag(workload, server.container, 'disable-auto-complete-config', {
        message: 'Triton is started without --disable-auto-complete-config.',
        fix: 'Add it, and write inputs, outputs and max_batch_size into the configuration.',
      });
    }
  },
});

function isStrict({ flags }: TritonServer): boolean {
  return flags.has('disable-auto-complete-config') || isOn(flags.get('strict-model-config')?.at(-1));
}

// Backends of large language models define their tensors while they load.
function needsCompletion({ variant }: TritonServer, graph: ResourceGraph, workload: Workload): boolean {
  const isLlm = modelConfigs(graph, workload).some(({ config }) => {
    const resolved = config && resolveBackend(config);
    return resolved && 'backend' in resolved && resolved.backend.name === 'vllm';
  });
  return isLlm || (variant !== undefined && variant !== 'py3');
}
