import { nameOf, type Node } from '../../graph/node.ts';
import { defineRule } from '../../rule.ts';

export const pruneGuarded = defineRule({
  id: 'argocd/prune-guarded',
  severity: 'error',
  needs: ['environment'],
  holds: 'Where Argo CD prunes, a Namespace and a claim of storage are kept until somebody confirms.',
  why: 'A file that is moved or lost by mistake otherwise deletes the namespace with everything in it, or the data of the claim.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources'],
  *check({ graph, environment }) {
    if (environment.spec.argocd?.automated?.prune !== true) return;
    for (const node of [...graph.ofKind('Namespace'), ...graph.ofKind('PersistentVolumeClaim')] as Node[]) {
      const annotations = node.object.metadata?.annotations as Record<string, string> | undefined;
      const options = (annotations?.['argocd.argoproj.io/sync-options'] ?? '')
        .split(',')
        .map((option) => option.trim());
      if (options.includes('Prune=false') || options.includes('Prune=confirm')) continue;
      yield {
        node,
        pointer: '/metadata/annotations',
        message: `Argo CD would delete ${nameOf(node)} as soon as its manifest is gone.`,
        fix: 'Annotate it with argocd.argoproj.io/sync-options: Prune=confirm (or Prune=false).',
      };
    }
  },
});
