import { nameOf } from '../../graph/node.ts';
import { isTriton } from '../../graph/triton-server.ts';
import { defineRule } from '../../rule.ts';

export const serviceLinks = defineRule({
  id: 'triton/service-links',
  severity: 'info',
  needs: [],
  holds: 'Pods of Triton do not get a variable for each Service of their namespace.',
  why: 'A Service called vllm becomes VLLM_PORT=tcp://…, which the engine takes for its own setting and fails on.',
  sources: [
    'https://kubernetes.io/docs/tutorials/services/connect-applications-service/#accessing-the-service',
    'https://docs.vllm.ai/en/stable/configuration/env_vars/',
  ],
  *check({ graph }) {
    for (const workload of graph.workloads) {
      if (!isTriton(workload) || workload.template.spec?.enableServiceLinks === false) continue;
      yield {
        node: workload.node,
        pointer: `${workload.templatePointer}/spec`,
        message: `The pods of ${nameOf(workload.node)} get variables for all Services of namespace ${workload.node.namespace}.`,
        fix: 'Set enableServiceLinks: false.',
      };
    }
  },
});
