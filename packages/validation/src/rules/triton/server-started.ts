import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const serverStarted = defineRule({
  id: 'triton/server-started',
  severity: 'error',
  needs: [],
  holds: "A container of NVIDIA's image says which program it runs.",
  why: 'The entrypoint of the image runs its arguments as a command: without one it ends, and with flags alone it fails.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docker/entrypoint.d',
    'https://github.com/triton-inference-server/server/blob/main/build.py',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server?.variant === undefined) continue;
      const { container, pointer } = server.container;
      const [first] = container.args ?? [];
      if (container.command !== undefined || (first !== undefined && !String(first).startsWith('-')))
        continue;
      yield {
        node: workload.node,
        pointer: first === undefined ? pointer : `${pointer}/args/0`,
        message: `The container ${container.name} of ${nameOf(workload.node)} has no command${first === undefined ? ' and no arguments' : `, and its first argument is ${first}`}.`,
        fix: 'Set command: [tritonserver].',
      };
    }
  },
});
