import { nearestName } from '@fleetwright/findings';
import { rolloutServices } from '../../graph/rollout-services.ts';
import { defineRule } from '../../rule.ts';

export const servicesExist = defineRule({
  id: 'rollout/services-exist',
  severity: 'error',
  needs: [],
  holds: 'Each Service that a Rollout steers exists in its namespace.',
  why: 'Argo Rollouts refuses the Rollout as InvalidSpec; its own linter does not look for the Services.',
  sources: [
    'https://github.com/argoproj/argo-rollouts/blob/master/pkg/apis/rollouts/validation/validation_references.go',
  ],
  *check({ graph }) {
    for (const node of graph.ofKind('Rollout')) {
      for (const { role, name, pointer } of rolloutServices(node)) {
        if (graph.find('Service', node.namespace, name)) continue;
        const nearest = nearestName(
          name,
          graph
            .ofKind('Service')
            .filter(({ namespace }) => namespace === node.namespace)
            .map((service) => service.name),
        );
        yield {
          node,
          pointer,
          absent: true,
          message: `There is no Service ${name} in namespace ${node.namespace} for the ${role}.`,
          fix: nearest === undefined ? 'Add the Service, or correct the name.' : `Did you mean ${nearest}?`,
        };
      }
    }
  },
});
