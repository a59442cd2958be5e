import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const ownServiceAccount = defineRule({
  id: 'workload/own-service-account',
  severity: 'warning',
  needs: [],
  holds: 'Pods run under a ServiceAccount of their own.',
  why: 'What is granted to default is granted to every pod of the namespace; meshes and clouds know a workload by its account.',
  sources: [
    'https://kubernetes.io/docs/concepts/security/service-accounts/',
    'https://docs.kubelinter.io/#/generated/checks?id=default-service-account',
  ],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads) {
      const name = template.spec?.serviceAccountName ?? template.spec?.serviceAccount ?? 'default';
      if (name !== 'default') continue;
      yield {
        node,
        pointer: `${templatePointer}/spec`,
        message: `The pods of ${nameOf(node)} run under the ServiceAccount default.`,
        fix: 'Add a ServiceAccount and name it in serviceAccountName.',
      };
    }
  },
});
