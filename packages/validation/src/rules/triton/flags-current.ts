import { findFlag } from '@fleetwright/triton-config';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { describeFlag } from './server-violation.ts';

export const flagsCurrent = defineRule({
  id: 'triton/flags-current',
  severity: 'warning',
  needs: [],
  holds: 'Triton is started without deprecated flags.',
  why: 'A release removes them sooner or later, and then refuses to start.',
  sources: ['https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc'],
  plan: '/triton/flags',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      for (const name of server?.flags.keys() ?? []) {
        const replacement = findFlag(name)?.deprecated;
        if (replacement === undefined) continue;
        yield describeFlag(workload, server!.container, name, {
          message: `The flag --${name} is deprecated.`,
          fix: `Use --${replacement}.`,
        });
      }
    }
  },
});
