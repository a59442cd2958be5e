import { defineRule } from '../../rule.ts';

export const projectNamesKinds = defineRule({
  id: 'argocd/project-names-kinds',
  severity: 'warning',
  needs: ['environment', 'clusters'],
  holds: 'A project of an environment names the kinds that its Applications may make.',
  why: 'Without the list every kind of a namespace is permitted, Role, RoleBinding and Secret among them, and Argo CD applies them with its own rights: whoever may merge an overlay grants himself what he likes.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/security/'],
  *check({ graph }) {
    for (const node of graph.ofKind('AppProject')) {
      const { namespaceResourceWhitelist, namespaceResourceBlacklist } = node.object.spec ?? {};
      if (namespaceResourceWhitelist !== undefined || (namespaceResourceBlacklist ?? []).length > 0) continue;
      yield {
        node,
        pointer: '/spec',
        message: `The project ${node.name} permits every kind of the namespace, RoleBinding among them.`,
        fix: 'List the kinds that are rendered under namespaceResourceWhitelist.',
      };
    }
  },
});
