import { flagValue, isOn, tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const strictStart = defineRule({
  id: 'triton/strict-start',
  severity: 'warning',
  needs: [],
  holds: 'A server whose models did not all load is not ready: exit-on-error and strict-readiness are on.',
  why: 'A half loaded server looks sound, is given traffic and answers it with errors.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md'],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const name of ['exit-on-error', 'strict-readiness']) {
        const value = server && flagValue(server, name);
        if (server === undefined || value === undefined || value === '' || isOn(value)) continue;
        yield describeFlag(workload, server.container, name, {
          message: `--${name} is ${value}.`,
          fix: `Set --${name}=true.`,
        });
      }
    }
  },
});
