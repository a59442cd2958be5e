import { nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const serviceAccountExists = defineRule({
  id: 'workload/service-account-exists',
  severity: 'error',
  needs: [],
  holds: 'The ServiceAccount of a pod exists in its namespace.',
  why: 'The API server refuses pods whose account does not exist: the workload stays without any.',
  sources: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads) {
      const name = template.spec?.serviceAccountName ?? 'default';
      if (name === 'default' || graph.find('ServiceAccount', node.namespace, name)) continue;
      const accounts = graph
        .ofKind('ServiceAccount')
        .filter(({ namespace }) => namespace === node.namespace)
        .map((account) => account.name);
      const near = nearestName(name, accounts);
      yield {
        node,
        pointer: `${templatePointer}/spec/serviceAccountName`,
        absent: true,
        message: `${nameOf(node)} names the ServiceAccount ${name}; namespace ${node.namespace} has ${accounts.join(', ') || 'none'}.`,
        fix: near === undefined ? 'Add the ServiceAccount.' : `Did you mean ${near}?`,
      };
    }
  },
});
