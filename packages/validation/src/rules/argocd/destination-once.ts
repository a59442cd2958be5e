import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';

export const destinationOnce = defineRule({
  id: 'argocd/destination-once',
  severity: 'error',
  needs: [],
  holds: 'An Application names its cluster either by name or by address, and has a source.',
  why: 'Argo CD cannot tell where or what to apply: the Application stays in InvalidSpecError and nothing is synced.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/'],
  *check({ graph }) {
    for (const { node, pointer, spec } of listApplications(graph)) {
      // An empty one is none.
      const name = spec.destination?.name || undefined;
      const server = spec.destination?.server || undefined;
      if ((name === undefined) === (server === undefined))
        yield {
          node,
          pointer: `${pointer}/destination`,
          message: `The destination has ${name === undefined ? 'neither name nor server' : `both name (${name}) and server (${server})`}; expected one of them.`,
          fix: 'Keep the name of the cluster, as Argo CD knows it.',
        };
      const isWithoutSource =
        spec.source === undefined && spec.sourceHydrator === undefined && (spec.sources ?? []).length === 0;
      if (isWithoutSource)
        yield {
          node,
          pointer,
          message: 'The Application has no source; expected source or sources.',
          fix: 'Add source with repoURL, targetRevision and path.',
        };
    }
  },
});
