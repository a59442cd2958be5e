import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const noAccountToken = defineRule({
  id: 'workload/no-account-token',
  severity: 'warning',
  needs: [],
  holds: 'Pods do not get a token of the API server unless they ask for it.',
  why: 'Who gets into the pod could speak to the API server in its name; identities of clouds come by tokens of their own.',
  sources: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  ],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads) {
      const { automountServiceAccountToken: own, serviceAccountName } = template.spec ?? {};
      const account = graph.find('ServiceAccount', node.namespace, serviceAccountName ?? 'default');
      // true is a decision.
      if (own !== undefined || account?.object.automountServiceAccountToken !== undefined) continue;
      yield {
        node,
        pointer: `${templatePointer}/spec`,
        message: `The pods of ${nameOf(node)} get a token of the API server.`,
        fix: 'Set automountServiceAccountToken: false, or true where the program calls the API server.',
      };
    }
  },
});
