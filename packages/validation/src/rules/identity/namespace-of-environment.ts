import { ARGOCD_NAMESPACE } from '@fleetwright/argocd';
import { nameOf } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

const ARGOCD_KINDS = ['AppProject', 'Application', 'ApplicationSet'];
const ENVIRONMENT = 'fleetwright.dev/environment';

export const namespaceOfEnvironment = defineRule({
  id: 'identity/namespace-of-environment',
  severity: 'error',
  needs: ['environment'],
  holds:
    'What is rendered for an environment is in its namespace, and what Argo CD reads in that of Argo CD.',
  why: 'A quota, a default or a policy in another namespace applies to nobody, and nobody misses it.',
  sources: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  *check({ graph, environment }) {
    const { metadata, spec } = environment;
    for (const node of graph.nodes) {
      const labels = (node.object.metadata?.labels ?? {}) as Record<string, unknown>;
      if (node.context || labels[ENVIRONMENT] !== metadata.name) continue;
      const isNamespace = node.kind === 'Namespace' && node.group === '';
      const found = isNamespace ? node.name : node.object.metadata?.namespace;
      const expected = ARGOCD_KINDS.includes(node.kind)
        ? (spec.argocd?.namespace ?? ARGOCD_NAMESPACE)
        : spec.namespace;
      if (found === expected) continue;
      yield {
        node,
        pointer: isNamespace ? '/metadata/name' : '/metadata/namespace',
        message: `${nameOf(node)} is of the environment ${metadata.name}, for which it belongs into the namespace ${expected}; found ${found ?? 'none'}.`,
        fix: `Write ${expected}.`,
      };
    }
  },
});
