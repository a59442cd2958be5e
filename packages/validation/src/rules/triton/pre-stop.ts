import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { preStopSeconds } from './shutdown-times.ts';

export const preStop = defineRule({
  id: 'triton/pre-stop',
  severity: 'warning',
  needs: [],
  holds: 'A server that a Service leads to waits some seconds before it is told to stop.',
  why: 'Triton resets new connections as soon as it is told to stop, and callers learn only seconds later that the pod is gone.',
  sources: [
    'https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/',
    'https://github.com/triton-inference-server/server/blob/main/src/http_server.cc',
  ],
  plan: '/budgets/terminationGracePeriodSeconds',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server === undefined || graph.servicesOf(workload).length === 0) continue;
      if (preStopSeconds(server.container.container) !== 0) continue;
      yield {
        node: workload.node,
        pointer: `${server.container.pointer}/lifecycle`,
        message: `The container ${server.container.container.name} of ${nameOf(workload.node)} has no preStop hook that waits.`,
        fix: 'Add lifecycle.preStop.sleep.seconds: 15, and as much to terminationGracePeriodSeconds.',
      };
    }
  },
});
