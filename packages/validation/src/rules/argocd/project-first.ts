import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { waveOf } from './wave-of.ts';

export const projectFirst = defineRule({
  id: 'argocd/project-first',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'A project of an environment is synchronised in an earlier wave than the Applications that name it.',
  why: 'Argo CD applies the objects of one wave by kind and name, an Application before its project: it is in InvalidSpecError until it is looked at again, and tells everybody so.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/'],
  *check({ graph }) {
    const applications = listApplications(graph);
    for (const project of graph.ofKind('AppProject') as readonly Node[]) {
      const early = applications.find(
        ({ node, spec }) => spec.project === project.name && waveOf(node) <= waveOf(project),
      );
      if (early === undefined) continue;
      yield {
        node: project,
        pointer: '/metadata/annotations',
        message: `${nameOf(project)} is in the sync wave ${waveOf(project)}, ${nameOf(early.node)}, which names it, in ${waveOf(early.node)}.`,
        fix: 'Annotate the project with an earlier wave: argocd.argoproj.io/sync-wave: "-1".',
        related: [{ node: early.node, pointer: early.pointer, message: 'names the project' }],
      };
    }
  },
});
