import { nameOf } from '../../graph/node.ts';
import { flagValue, tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

/** Kubernetes' own default. */
const DEFAULT_GRACE = 30;
/** What Triton needs besides the requests in flight. */
const UNLOAD = 3;

export const graceCoversShutdown = defineRule({
  id: 'rollout/grace-covers-shutdown',
  severity: 'warning',
  needs: [],
  holds:
    'terminationGracePeriodSeconds covers the preStop hook and --exit-timeout-secs of Triton, and 3 s more.',
  why: 'One idle keep-alive connection makes Triton use its whole exit time-out. What is not done when the grace period ends is killed, with the requests in flight.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/src/command_line_parser.cc',
    'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination',
  ],
  plan: '/budgets/terminationGracePeriodSeconds',
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      const exit = server && Number(flagValue(server, 'exit-timeout-secs'));
      if (server === undefined || exit === undefined || !Number.isFinite(exit)) continue;
      const { node, template, templatePointer } = workload;
      const stated = template.spec?.terminationGracePeriodSeconds;
      const grace = stated ?? DEFAULT_GRACE;
      const preStop = server.container.container.lifecycle?.preStop?.sleep?.seconds ?? 0;
      const needed = preStop + exit + UNLOAD;
      if (grace >= needed) continue;
      yield {
        node,
        pointer: `${templatePointer}/spec${stated === undefined ? '' : '/terminationGracePeriodSeconds'}`,
        message: `The pods of ${nameOf(node)} have ${grace}s to stop${stated === undefined ? ' (the default)' : ''}; the preStop hook takes ${preStop}s and Triton's exit time-out is ${exit}s.`,
        fix: `Set terminationGracePeriodSeconds to ${needed} or more, or lower --exit-timeout-secs.`,
      };
    }
  },
});
