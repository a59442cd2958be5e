import { mountAt } from '../../graph/container-mounts.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { isRemote, repositoriesOf } from './repositories.ts';

export const modelsReadOnly = defineRule({
  id: 'triton/models-read-only',
  severity: 'info',
  needs: [],
  holds: 'Triton cannot write to the model repository that is mounted for it.',
  why: 'A model can be code: what gets into the server could replace it, and would run again in every pod that shares the volume.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md'],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const path of server === undefined ? [] : repositoriesOf(server)) {
        const mounted = isRemote(path) ? undefined : mountAt(workload, server!.container, path);
        if (mounted === undefined || mounted.mount.readOnly === true) continue;
        yield {
          node: workload.node,
          pointer: mounted.pointer,
          message: `The container ${server!.container.container.name} can write to the model repository ${path}.`,
          fix: 'Set readOnly: true at the mount.',
        };
      }
    }
  },
});
