import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const livenessPatient = defineRule({
  id: 'triton/liveness-patient',
  severity: 'warning',
  needs: [],
  holds: 'The liveness probe of a server waits at least two seconds for an answer.',
  why: 'A server under full load answers late; after the default of one second it is restarted, and its models are loaded anew while the others take its load.',
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#configure-probes',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const probe = server?.container.container.livenessProbe;
      if (server === undefined || probe === undefined || Number(probe.timeoutSeconds ?? 1) >= 2) continue;
      yield {
        node: workload.node,
        pointer: `${server.container.pointer}/livenessProbe`,
        message: `The liveness probe of ${nameOf(workload.node)} waits ${probe.timeoutSeconds ?? 1} s for an answer.`,
        fix: 'Set timeoutSeconds: 5.',
      };
    }
  },
});
