import { resolveBackend } from '@fleetwright/triton-config';
import { modelSets } from '../../graph/model-sets.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { describeInConfig } from './config-problems.ts';

export const imageHasBackend = defineRule({
  id: 'triton/image-has-backend',
  severity: 'error',
  needs: [],
  holds: "The server's image carries the backend of each of its models.",
  why: 'Each variant of the image has other backends: the model fails to load, and with it the server.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/introduction/compatibility.md',
    'https://catalog.ngc.nvidia.com/orgs/nvidia/containers/tritonserver',
  ],
  *check({ graph }) {
    for (const { workload, server, models } of modelSets(graph)) {
      const { variant } = server ?? {};
      if (workload === undefined || server === undefined || variant === undefined) continue;
      for (const model of models) {
        const resolved = model.config && resolveBackend(model.config);
        if (resolved === undefined || !('backend' in resolved)) continue;
        const { name, variants } = resolved.backend;
        if (variants.includes(variant) || server.flags.has('backend-directory')) continue;
        yield {
          ...describeInConfig(model, '/backend', {
            message: `the backend is ${name}; the image of ${nameOf(workload.node)} is of the variant ${variant}, which does not carry it.`,
            fix: `Use an image of the variant ${variants[0]}.`,
          }),
          related: [
            { node: workload.node, pointer: `${server.container.pointer}/image`, message: 'The image.' },
          ],
        };
      }
    }
  },
});
