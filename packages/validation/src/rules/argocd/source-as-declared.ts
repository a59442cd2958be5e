import type { ApplicationSet } from '@fleetwright/kube-schemas';
import type { EnvironmentFile } from '@fleetwright/model-service';
import type { Node } from '../../graph/node.ts';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { listSources } from './list-sources.ts';

type ArgoCd = NonNullable<EnvironmentFile['spec']['argocd']>;

/** What is read from a repository, and where that is said. */
interface Read {
  node: Node;
  pointer: string;
  repoURL: string | undefined;
  revision: string | undefined;
  /** The field that holds the revision. */
  field: 'revision' | 'targetRevision';
}

export const sourceAsDeclared = defineRule({
  id: 'argocd/source-as-declared',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds:
    'What Argo CD reads of an environment comes from the repository and the branch that its file states.',
  why: 'A merge to the stated branch is otherwise not what runs; without a revision it is the default branch, whichever that is.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/'],
  check: ({ graph, environment: { spec } }) => firstPerPlace(findOthers(graph, spec.argocd)),
});

function* findOthers(graph: ResourceGraph, argocd: ArgoCd | undefined): Generator<Violation> {
  if (argocd === undefined) return;
  for (const { node, pointer, repoURL, revision, field } of listReads(graph)) {
    const compared = [
      { name: 'repoURL', what: 'repository', found: repoURL, expected: argocd.repoURL },
      { name: field, what: 'revision', found: revision, expected: argocd.targetRevision },
    ];
    for (const { name, what, found, expected } of compared)
      if (found !== expected && !found?.includes('{{'))
        yield {
          node,
          pointer: `${pointer}/${name}`,
          message: `The ${what} is ${found ?? 'not there'}; the environment states ${expected}.`,
          fix: `Write ${name}: ${expected}.`,
        };
  }
}

function listReads(graph: ResourceGraph): Read[] {
  return [
    ...madeApplications(graph).flatMap((application) =>
      listSources(application).map(({ source, pointer }) => ({
        node: application.node,
        pointer,
        repoURL: source.repoURL,
        revision: source.targetRevision,
        field: 'targetRevision' as const,
      })),
    ),
    ...graph.ofKind('ApplicationSet').flatMap(generatorReads),
  ];
}

function generatorReads(node: Node<ApplicationSet>): Read[] {
  return (node.object.spec?.generators ?? []).flatMap(({ git }, index) =>
    git === undefined
      ? []
      : {
          node: node,
          pointer: `/spec/generators/${index}/git`,
          repoURL: git.repoURL,
          revision: git.revision,
          field: 'revision' as const,
        },
  );
}
