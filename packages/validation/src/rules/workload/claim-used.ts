import type { DeviceRequest, ResourceClaimTemplate } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import type { Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const claimUsed = defineRule({
  id: 'workload/claim-used',
  severity: 'warning',
  needs: [],
  holds: 'GPUs that a pod claims are given to one of its containers.',
  why: 'The devices are taken from the node and no container sees them: a server that needs one does not start.',
  sources: ['https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/'],
  *check({ graph }) {
    for (const { node, template, templatePointer, containers } of graph.workloads)
      for (const [index, { name, resourceClaimTemplateName }] of (
        template.spec?.resourceClaims ?? []
      ).entries()) {
        const isUsed = containers.some(({ container }) =>
          (container.resources?.claims ?? []).some((claim) => claim.name === name),
        );
        const claimed = graph.find('ResourceClaimTemplate', node.namespace, resourceClaimTemplateName);
        if (isUsed || claimed === undefined || !asksForGpus(claimed)) continue;
        yield {
          node,
          pointer: `${templatePointer}/spec/resourceClaims/${index}/name`,
          message: `No container has the claim ${name} of its pod in resources.claims.`,
          fix: `Add {name: ${name}} to resources.claims of the container that needs the GPUs.`,
          related: [{ node: claimed, pointer: '/spec', message: 'What is claimed.' }],
        };
      }
  },
});

// A network device is the pod's as a whole; a GPU is a container's.
function asksForGpus({ object }: Node<ResourceClaimTemplate>): boolean {
  return (object.spec?.spec?.devices?.requests ?? []).some((request) =>
    classesOf(request).some((name) => /gpu|^mig\./.test(name ?? '')),
  );
}

function classesOf({ exactly, firstAvailable = [] }: Loose<DeviceRequest>): (string | undefined)[] {
  return [exactly, ...firstAvailable].map((request) => request?.deviceClassName);
}
