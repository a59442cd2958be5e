import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

export const ignoresSomething = defineRule({
  id: 'argocd/ignores-something',
  severity: 'warning',
  needs: [],
  holds: 'What an Application is to ignore in an object is named.',
  why: 'An entry that names no fields ignores nothing: the difference is shown, and with self-healing undone.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/'],
  *check({ graph }) {
    for (const { node, pointer, spec } of listApplications(graph))
      for (const [index, entry] of (spec.ignoreDifferences ?? []).entries()) {
        const { kind, jqPathExpressions = [], jsonPointers = [], managedFieldsManagers = [] } = entry;
        if (jqPathExpressions.length + jsonPointers.length + managedFieldsManagers.length > 0) continue;
        yield {
          node,
          pointer: `${pointer}/ignoreDifferences/${index}`,
          message: `Of ${kind ?? 'an object'} nothing is ignored: no fields are named.`,
          fix: 'Add jqPathExpressions, jsonPointers or managedFieldsManagers, or remove the entry.',
        };
      }
  },
});
