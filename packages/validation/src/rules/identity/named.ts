import { defineRule } from '../../rule.ts';

export const named = defineRule({
  id: 'identity/named',
  severity: 'error',
  needs: [],
  holds: 'Each object has a name.',
  why: 'The API server refuses an object without one, and Argo CD and Kustomize cannot tell it from others.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  *check({ graph }) {
    for (const node of graph.nodes) {
      // Files of istioctl look like objects; no cluster sees them.
      if (node.group === 'install.istio.io') continue;
      if (node.name !== '' || node.object.metadata?.generateName !== undefined) continue;
      yield {
        node,
        pointer: '/metadata',
        message: `The ${node.kind} has no name.`,
        fix: 'Add metadata.name.',
      };
    }
  },
});
