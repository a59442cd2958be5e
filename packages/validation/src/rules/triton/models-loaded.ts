import { flagValue, tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const modelsLoaded = defineRule({
  id: 'triton/models-loaded',
  severity: 'error',
  needs: [],
  holds: 'Triton is told a model repository, and models by name only where it loads explicitly.',
  why: 'Without a repository, or with --load-model in another control mode, the server exits at once.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_management.md',
    'https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined || !server.exact) continue;
      const { container, flags } = server;
      if (!flags.has('model-repository') && !flags.has('model-store'))
        yield describeFlag(workload, container, 'model-repository', {
          message: 'Triton is started without --model-repository.',
          fix: 'Add --model-repository=<path or URL>.',
        });
      const mode = flagValue(server, 'model-control-mode');
      if (flags.has('load-model') && mode !== undefined && mode !== 'explicit')
        yield describeFlag(workload, container, 'load-model', {
          message: `--load-model is given, and --model-control-mode is ${mode}.`,
          fix: 'Remove --load-model, or set --model-control-mode=explicit.',
        });
    }
  },
});
