import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule } from '../../rule.ts';
import { madeApplications } from './made-applications.ts';
import { placementOf, type AppliedPlacement } from './placement-of.ts';

export const everyClusterSynced = defineRule({
  id: 'argocd/every-cluster-synced',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds:
    'On each cluster of an environment Argo CD applies what its services share and, with an ApplicationSet, its services.',
  why: 'What is rendered for a cluster that no Application reads stays in git: no namespace, no quota, no service, and nothing is red.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/'],
  *check({ graph, environment: { metadata, spec }, clusters }) {
    const [first] = graph.ofKind('AppProject');
    if (spec.argocd === undefined || first === undefined) return;
    for (const { what, covered } of listCovered(graph)) {
      const names = clusters.map((cluster) => cluster.metadata.name).filter((name) => !covered.has(name));
      if (names.length === 0) continue;
      yield {
        node: first,
        pointer: '/metadata/name',
        message: `No Application reads ${what} of ${names.sort().join(', ')}, of the environment ${metadata.name}.`,
        fix: 'Render the folder again.',
      };
    }
  },
});

function listCovered(graph: ResourceGraph): { what: string; covered: Set<string> }[] {
  const applications = madeApplications(graph);
  const synced = applications.flatMap((application) => placementOf(application) ?? []);
  const made = applications.filter(({ templated }) => templated).map(placementOf);
  // Applications that are written out are those of the placements there are, which are not known here.
  const isKnown = made.length > 0 && made.every((placement) => placement !== undefined);
  return [
    { what: 'the platform folder', covered: clustersOf(synced.filter(({ isPlatform }) => isPlatform)) },
    ...(isKnown ? [{ what: 'the services', covered: clustersOf(made) }] : []),
  ];
}

function clustersOf(placements: readonly AppliedPlacement[]): Set<string> {
  return new Set(placements.map(({ cluster }) => cluster));
}
