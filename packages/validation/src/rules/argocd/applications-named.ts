import type { ApplicationSet } from '@fleetwright/kube-schemas';
import type { Loose } from '../../graph/kinds.ts';
import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { isPatched } from './is-patched.ts';

export const applicationsNamed = defineRule({
  id: 'argocd/applications-named',
  severity: 'error',
  needs: [],
  holds: 'The template of an ApplicationSet names its Applications, each by a name of its own.',
  why: 'An ApplicationSet whose Applications have no name, or one name, makes none of them.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Template/'],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      if (!application.templated || isPatched(application)) continue;
      const { node, metadata } = application;
      const several = countCertain((node.object as Loose<ApplicationSet>).spec);
      const { name } = metadata;
      if (name && (name.includes('{{') || several < 2)) continue;
      yield {
        node,
        pointer: '/spec/template/metadata',
        message: name
          ? `All ${several} Applications of the template have the name ${name}.`
          : 'The template gives its Applications no name.',
        fix: 'Write a name with what tells them apart, such as {{.path.basename}}.',
      };
    }
  },
});

// What generators find is not known here; what a list holds is.
function countCertain(spec: Loose<ApplicationSet>['spec']): number {
  return (spec?.generators ?? []).reduce((sum, { list }) => sum + (list?.elements ?? []).length, 0);
}
