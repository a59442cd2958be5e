import type { AppProject } from '@fleetwright/kube-schemas';
import type { Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { matchesGlob } from './matches-glob.ts';
import { placementOf } from './placement-of.ts';

export const projectPermitsNamespace = defineRule({
  id: 'argocd/project-permits-namespace',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds: 'The project of what the services of a cluster share permits to make their namespace.',
  why: 'A Namespace belongs to no namespace: Argo CD refuses it unless the project lists it, and with it the whole sync.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/projects/'],
  *check({ graph }) {
    const platforms = listApplications(graph).filter((each) => placementOf(each)?.isPlatform);
    for (const project of graph.ofKind('AppProject')) {
      const application = platforms.find(({ spec }) => spec.project === project.name);
      if (application === undefined || permitsNamespace(project)) continue;
      yield {
        node: project,
        pointer: '/spec',
        message: `The project ${project.name} does not permit a Namespace; ${application.spec.source?.path} holds one.`,
        fix: 'Add {group: "", kind: Namespace} to clusterResourceWhitelist.',
        related: [
          { node: application.node, pointer: `${application.pointer}/project`, message: 'names the project' },
        ],
      };
    }
  },
});

function permitsNamespace({ object }: Node<AppProject>): boolean {
  return (object.spec?.clusterResourceWhitelist ?? []).some(
    ({ group = '', kind = '' }) => matchesGlob(group, '') && matchesGlob(kind, 'Namespace'),
  );
}
