import { appendPointer } from '@fleetwright/findings';
import { defineRule } from '../../rule.ts';

export const defaultContainerExists = defineRule({
  id: 'workload/default-container-exists',
  severity: 'warning',
  needs: [],
  holds: 'The default container that a pod names is one of its containers.',
  why: 'kubectl logs and exec then fall back to another container, in the hour in which they are needed.',
  sources: [
    'https://kubernetes.io/docs/reference/labels-annotations-taints/#kubectl-kubernetes-io-default-container',
  ],
  *check({ graph }) {
    for (const { node, template, templatePointer, containers } of graph.workloads) {
      const wanted = template.metadata?.annotations?.[KEY];
      const names = containers.flatMap(({ container }) => container.name ?? []);
      if (wanted === undefined || names.includes(wanted)) continue;
      yield {
        node,
        pointer: appendPointer(`${templatePointer}/metadata/annotations`, KEY),
        message: `The default container is ${wanted}; the pod has ${names.join(', ')}.`,
        fix: 'Name one of these.',
      };
    }
  },
});

const KEY = 'kubectl.kubernetes.io/default-container';
