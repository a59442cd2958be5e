import { nameOf } from '../../graph/node.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const userSet = defineRule({
  id: 'triton/user-set',
  severity: 'error',
  needs: [],
  holds: "A server that may not run as root names the user that it runs as: the image's own user is root.",
  why: 'The kubelet refuses to start the container: CreateContainerConfigError.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/build.py',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      // Another image may have a user.
      if (server?.variant === undefined) continue;
      const { container, pointer } = server.container;
      const pod = workload.template.spec?.securityContext;
      const isNonRoot = container.securityContext?.runAsNonRoot ?? pod?.runAsNonRoot;
      const user = container.securityContext?.runAsUser ?? pod?.runAsUser;
      if (isNonRoot !== true || (user !== undefined && user !== 0)) continue;
      yield {
        node: workload.node,
        pointer: `${pointer}/securityContext`,
        message: `The container ${container.name} of ${nameOf(workload.node)} has runAsNonRoot, and runs as ${user === 0 ? 'user 0' : "the image's user, which is root"}.`,
        fix: 'Set runAsUser: 10001, with HOME and USER, or 1000, which the image has.',
      };
    }
  },
});
