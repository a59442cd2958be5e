import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const imageVolumeNamed = defineRule({
  id: 'workload/image-volume-named',
  severity: 'error',
  needs: [],
  holds: 'A volume that shows an image says which image.',
  why: 'The API server takes the workload and refuses each of its pods: it stays without any.',
  sources: ['https://kubernetes.io/docs/tasks/configure-pod-container/image-volumes/'],
  *check({ graph }) {
    for (const { node, template, templatePointer } of graph.workloads)
      for (const [index, { name, image }] of (template.spec?.volumes ?? []).entries()) {
        if (image === undefined || image.reference) continue;
        yield {
          node,
          pointer: `${templatePointer}/spec/volumes/${index}/image`,
          message: `The volume ${name} of ${nameOf(node)} shows an image and names none.`,
          fix: 'Set reference to the image, with its digest.',
        };
      }
  },
});
