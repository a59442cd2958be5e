import { flagValue, tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const modelControl = defineRule({
  id: 'triton/model-control',
  severity: 'warning',
  needs: [],
  holds: 'Triton loads its models once, at its start: --model-control-mode is none.',
  why: 'explicit lets any caller load models, which can be code; poll swaps models under traffic, half written ones of a bucket too.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md',
    'https://github.com/triton-inference-server/server/issues/7728',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const mode = server && flagValue(server, 'model-control-mode');
      if (server === undefined || (mode !== 'explicit' && mode !== 'poll')) continue;
      const empty = mode === 'explicit' && server.exact && !server.flags.has('load-model');
      yield describeFlag(workload, server.container, 'model-control-mode', {
        message: `--model-control-mode is ${mode}${empty ? ', and no --load-model names a model: none is loaded' : ''}.`,
        fix: 'Set it to none; a change of a model is then a rollout of its own.',
      });
    }
  },
});
