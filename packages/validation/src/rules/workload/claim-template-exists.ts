import { nearestName } from '@fleetwright/findings';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const claimTemplateExists = defineRule({
  id: 'workload/claim-template-exists',
  severity: 'error',
  needs: [],
  holds: 'The ResourceClaimTemplate from which a pod gets its devices exists in its namespace.',
  why: 'No claim is made, so that the pod stays pending; only its events say why.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/'],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads)
      for (const [index, { resourceClaimTemplateName: name }] of (
        template.spec?.resourceClaims ?? []
      ).entries()) {
        if (name === undefined || graph.find('ResourceClaimTemplate', node.namespace, name)) continue;
        const names = graph
          .ofKind('ResourceClaimTemplate')
          .filter(({ namespace }) => namespace === node.namespace)
          .map((known) => known.name);
        const near = nearestName(name, names);
        yield {
          node,
          pointer: `${templatePointer}/spec/resourceClaims/${index}/resourceClaimTemplateName`,
          absent: true,
          message: `${nameOf(node)} names the ResourceClaimTemplate ${name}; namespace ${node.namespace} has ${names.join(', ') || 'none'}.`,
          fix: near === undefined ? 'Add the ResourceClaimTemplate.' : `Did you mean ${near}?`,
        };
      }
  },
});
