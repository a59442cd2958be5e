import { defineRule } from '../../rule.ts';
import { listApplications } from './applications.ts';
import { isPatched } from './is-patched.ts';
import { listSources, type PlacedSource } from './list-sources.ts';

export const sourceComplete = defineRule({
  id: 'argocd/source-complete',
  severity: 'error',
  needs: [],
  holds: 'A source of an Application names a repository and what to take from it.',
  why: 'Argo CD refuses a source without a path and without a chart, and a chart without a version: the Application stays in InvalidSpecError.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/'],
  *check({ graph }) {
    for (const application of listApplications(graph)) {
      if (isPatched(application)) continue;
      for (const placed of listSources(application)) {
        const lacking = findLacking(placed);
        if (lacking === undefined) continue;
        yield {
          node: application.node,
          pointer: placed.pointer,
          message: `The source has ${lacking}.`,
          fix: 'Write repoURL, targetRevision, and the path of a folder or the name of a chart.',
        };
      }
    }
  },
});

function findLacking({ source, isOneOfSeveral }: PlacedSource): string | undefined {
  // An empty one is none.
  const { repoURL, path, chart, ref, targetRevision } = source;
  if (!repoURL) return 'no repoURL';
  if (!path && !chart && !(ref && isOneOfSeveral)) return 'neither path nor chart; expected one of them';
  return chart && !targetRevision
    ? `the chart ${chart} and no targetRevision, which is its version`
    : undefined;
}
