import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const imageDigest = defineRule({
  id: 'security/image-digest',
  severity: 'warning',
  needs: [],
  holds: 'Images are named by digest.',
  why: 'A tag can be moved: replicas of one revision then run different bytes, and a rollback brings back others than before.',
  sources: [
    'https://kubernetes.io/docs/concepts/containers/images/#image-names',
    'https://docs.prismacloud.io/en/enterprise-edition/policy-reference/kubernetes-policies/kubernetes-policy-index/bc-k8s-39',
  ],
  *check({ graph }) {
    for (const { node, containers } of graph.workloads)
      for (const { container, pointer } of containers) {
        const image = container.image ?? '';
        if (image === '' || /@sha256:[0-9a-f]{64}$/.test(image)) continue;
        const name = image.slice(image.lastIndexOf('/') + 1);
        const isFloating = !/:./.test(name) || name.endsWith(':latest');
        yield {
          node,
          pointer: `${pointer}/image`,
          message: `${nameOf(node)} runs ${image}, ${image.includes('@') ? 'whose digest is none' : isFloating ? 'whatever is newest at each start' : 'whose tag can be moved'}.`,
          fix: 'Name it as <repository>:<tag>@sha256:<digest>.',
        };
      }
  },
});
