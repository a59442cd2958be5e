import { defineClusterRule } from '../../cluster-rule.ts';
import { nameOf } from '../../graph/node.ts';
import { placeOf } from '../../graph/place-of.ts';

export const oneObjectPerName = defineClusterRule<{ key: string; shown: string }>({
  id: 'identity/one-object-per-name',
  severity: 'error',
  needsCluster: false,
  holds: 'Each object of a cluster stands in one place: no two of a kind have the same namespace and name.',
  why: 'Two applications that own one object overwrite each other at every sync, and removing one takes it from the other.',
  sources: [
    'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found',
  ],
  keyOf: ({ key }) => key,
  *collect({ graph }) {
    for (const node of graph.nodes) {
      // A name that the server makes is never taken.
      if (node.context || node.name === '') continue;
      const namespace = node.object.metadata?.namespace;
      yield {
        key: [node.group, node.kind, node.namespace, node.name].join('/'),
        shown: `${nameOf(node)}${typeof namespace === 'string' ? ` of namespace ${namespace}` : ''}`,
        place: placeOf(node, '/metadata/name'),
      };
    }
  },
  *judge(facts) {
    const first = new Map<string, (typeof facts)[number]>();
    for (const fact of facts) {
      const earlier = first.get(fact.key);
      if (earlier === undefined) {
        first.set(fact.key, fact);
        continue;
      }
      yield {
        place: fact.place,
        message: `${fact.shown} stands in ${earlier.place.file}, too.`,
        fix: 'Keep it in one place, or give one of the two another name.',
        related: [{ place: earlier.place, message: 'The other one.' }],
      };
    }
  },
});
