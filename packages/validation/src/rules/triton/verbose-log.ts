import { flagValue, tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const verboseLog = defineRule({
  id: 'triton/verbose-log',
  severity: 'warning',
  needs: [],
  holds: 'Triton does not log every request.',
  why: 'Verbose lines for each request cost latency and storage, and hide the line that matters.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/user_guide/debugging_guide.md'],
  plan: '/triton/flags',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const level = server && flagValue(server, 'log-verbose');
      if (server === undefined || !(Number(level) > 0)) continue;
      yield describeFlag(workload, server.container, 'log-verbose', {
        message: `--log-verbose is ${level}.`,
        fix: 'Set it to 0, or remove it; raise it at run time through the logging extension when you look for something.',
      });
    }
  },
});
