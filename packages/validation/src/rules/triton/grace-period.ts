import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';
import { exitTimeout, preStopSeconds } from './shutdown-times.ts';

export const gracePeriod = defineRule({
  id: 'triton/grace-period',
  severity: 'warning',
  needs: [],
  holds:
    'The grace period of a pod covers its preStop hook, the exit timeout of Triton and some seconds to unload.',
  why: 'When it is over the kubelet kills the server with the requests that it still answers; one idle connection already uses the whole exit timeout.',
  sources: [
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
    'https://github.com/triton-inference-server/server/blob/main/src/main.cc',
  ],
  plan: '/budgets/terminationGracePeriodSeconds',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const exit = server && exitTimeout(server);
      if (server === undefined || exit === undefined) continue;
      const grace = Number(workload.template.spec?.terminationGracePeriodSeconds ?? KUBERNETES_DEFAULT);
      const preStop = preStopSeconds(server.container.container) ?? 0;
      if (grace >= preStop + exit + UNLOAD) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/spec/terminationGracePeriodSeconds`,
        message: `The pods have ${grace} s to stop; preStop takes ${preStop} s, Triton up to ${exit} s (--exit-timeout-secs) and ${UNLOAD} s to unload.`,
        fix: `Set terminationGracePeriodSeconds to ${preStop + exit + UNLOAD} or more.`,
      };
    }
  },
});

const KUBERNETES_DEFAULT = 30;
/** Seconds from the end of the exit timeout until the process is gone, as measured. */
const UNLOAD = 3;
