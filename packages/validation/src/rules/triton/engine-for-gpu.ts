import { resolveBackend } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import type { Workload } from '../../graph/workload.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const engineForGpu = defineRule({
  id: 'triton/engine-for-gpu',
  severity: 'error',
  needs: ['cluster'],
  holds: 'A TensorRT model that has one engine for each compute capability has one for the GPUs of its pool.',
  why: 'An engine runs only on the capability that it was built for: on another GPU the model fails to load.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md#cc-model-filenames',
    'https://docs.nvidia.com/deeplearning/tensorrt/latest/inference-library/advanced.html#hardware-compatibility',
  ],
  *check({ graph, cluster }) {
    for (const { workload, models } of modelSets(graph)) {
      const pool = cluster.spec.nodePools.find(({ nodeSelector }) => selects(workload, nodeSelector));
      const capability = pool?.gpu?.computeCapability;
      if (pool === undefined || capability === undefined) continue;
      for (const model of models) {
        const { cc_model_filenames: engines = {}, default_model_filename: byDefault } = model.config ?? {};
        const resolved = model.config && resolveBackend(model.config);
        const isEngine = resolved && 'backend' in resolved && resolved.backend.name === 'tensorrt';
        const known = Object.keys(engines);
        if (!isEngine || known.length === 0 || known.includes(capability) || byDefault) continue;
        yield describeInConfig(model, '/cc_model_filenames', {
          message: `there are engines for ${known.join(', ')}; the GPUs of the node pool ${pool.name} have ${capability}.`,
          fix: `Build an engine for ${capability} and name it in cc_model_filenames.`,
        });
      }
    }
  },
});

function selects(workload: Workload | undefined, labels: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(workload?.template.spec?.nodeSelector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}
