import { canWrite } from '../../graph/container-mounts.ts';
import { tritonServer } from '../../graph/triton-server.ts';
import type { Workload, WorkloadContainer } from '../../graph/workload.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { hasVariable, variableOf } from './container-variables.ts';

export const userHome = defineRule({
  id: 'triton/user-home',
  severity: 'warning',
  needs: [],
  holds:
    'A server that runs as a user whom its image does not know has HOME and USER set, HOME to a folder that it can write to.',
  why: 'Without an entry in passwd HOME is /: caches cannot be written, and libraries that ask for the name of the user fail at import.',
  sources: [
    'https://github.com/triton-inference-server/server/blob/main/docs/customization_guide/deploy.md',
    'https://github.com/triton-inference-server/server/issues/7015',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      const server = tritonServer(workload);
      if (server !== undefined && isForeign(workload, server.container))
        yield* checkContainer(workload, server.container);
    }
  },
});

/** The users that NVIDIA's images have: root and triton-server. */
const KNOWN_USERS = [0, 1000];

function isForeign({ template }: Workload, { container }: WorkloadContainer): boolean {
  const user = container.securityContext?.runAsUser ?? template.spec?.securityContext?.runAsUser;
  return user !== undefined && !KNOWN_USERS.includes(user);
}

function* checkContainer(workload: Workload, owner: WorkloadContainer): Iterable<Violation> {
  const { container, pointer } = owner;
  const { name } = container;
  const user = container.securityContext?.runAsUser ?? workload.template.spec?.securityContext?.runAsUser;
  const missing = ['HOME', 'USER'].filter((variable) => !hasVariable(container, variable));
  const home = variableOf(container, 'HOME');
  const base = { node: workload.node, pointer: `${pointer}/env` };
  if (missing.length > 0)
    yield {
      ...base,
      message: `The container ${name} runs as user ${user}, whom the image does not know, without ${missing.join(' and ')}.`,
      fix: 'Set HOME to a writable folder and USER to any name.',
    };
  if (home !== undefined && !canWrite(workload, owner, home))
    yield {
      ...base,
      message: `HOME of the container ${name} is ${home}, where it cannot write.`,
      fix: `Mount an emptyDir at ${home}, or name a folder of one.`,
    };
}
