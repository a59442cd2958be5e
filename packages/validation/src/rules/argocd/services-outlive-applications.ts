import type { ApplicationSet } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications, type ApplicationTemplate } from './applications.ts';

const CASCADE = /^resources-finalizer\.argocd\.argoproj\.io(?:\/|$)/;

export const servicesOutliveApplications = defineRule({
  id: 'argocd/services-outlive-applications',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'What serves stays when its Application is deleted.',
  why: 'A file that is moved, a generator that finds nothing for a moment or a slip of the hand otherwise deletes services that are called. A service that is to go is retired first.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Controlling-Resource-Modification/',
    'https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/',
  ],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      const { node, root, metadata } = application;
      const finalizer = metadata.finalizers?.find((each) => CASCADE.test(each));
      if (finalizer !== undefined)
        yield {
          node,
          pointer: `${root}/metadata/finalizers`,
          message: `With ${finalizer} the resources go when an Application of ${nameOf(node)} does.`,
          fix: 'Remove the finalizer.',
        };
      else if (deletesResources(application))
        yield {
          node,
          pointer: '/spec/syncPolicy',
          message: `${nameOf(node)} does not set preserveResourcesOnDeletion: the resources go with each Application.`,
          fix: 'Set syncPolicy.preserveResourcesOnDeletion: true.',
        };
    }
  },
});

// The controller adds the finalizer by itself.
function deletesResources({ node, templated }: ApplicationTemplate): boolean {
  const { syncPolicy } = (node.object as Loose<ApplicationSet>).spec ?? {};
  return templated && syncPolicy?.preserveResourcesOnDeletion !== true;
}
