import type { ClusterFile, EnvironmentFile } from '@fleetwright/model-service';
import type { ResourceGraph } from '../../graph/resource-graph.ts';
import { defineRule, type Violation } from '../../rule.ts';
import { isTemplate, type ApplicationTemplate } from './applications.ts';
import { firstPerPlace, madeApplications } from './made-applications.ts';
import { placementOf } from './placement-of.ts';

export const destinationOfPlacement = defineRule({
  id: 'argocd/destination-of-placement',
  severity: 'error',
  needs: ['environment', 'clusters'],
  holds:
    'An Application of an environment reads the folder of a placement on one of its clusters, and applies it there, in the namespace of the environment.',
  why: 'What is rendered for one cluster is otherwise applied to another, with the identity, the GPUs and the addresses of the first.',
  sources: ['https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/'],
  check: ({ graph, environment, clusters }) => firstPerPlace(findAstray(graph, environment, clusters)),
});

function* findAstray(
  graph: ResourceGraph,
  environment: EnvironmentFile,
  clusters: readonly ClusterFile[],
): Generator<Violation> {
  if (environment.spec.argocd === undefined) return;
  const byName = new Map(clusters.map((cluster) => [cluster.metadata.name, cluster]));
  for (const application of madeApplications(graph)) {
    const { node, pointer, spec } = application;
    const path = spec.source?.path;
    if (path === undefined || path.includes('{{')) continue;
    const placement = placementOf(application);
    const cluster = placement && byName.get(placement.cluster);
    if (placement === undefined || cluster === undefined)
      yield {
        node,
        pointer: `${pointer}/source/path`,
        message:
          placement === undefined
            ? `The path ${path} is the folder of no placement; expected clusters/<cluster>/<service>.`
            : `The path ${path} is of the cluster ${placement.cluster}, which is none of ${environment.metadata.name}.`,
        fix: 'Name a folder of a cluster of the environment.',
      };
    else yield* compareDestination(application, cluster, environment);
  }
}

function* compareDestination(
  { node, pointer, spec, templated }: ApplicationTemplate,
  { metadata, spec: { destination } }: ClusterFile,
  environment: EnvironmentFile,
): Generator<Violation> {
  const { name, server, namespace } = spec.destination ?? {};
  const found = name ?? server;
  if (!isTemplate(found) && found !== destination.name)
    yield {
      node,
      pointer: `${pointer}/destination`,
      message: `${spec.source?.path} is applied to ${found ?? 'no cluster'}; Argo CD knows ${metadata.name} as ${destination.name}.`,
      fix: templated
        ? `Give ${destination.name} where the generator says the destination.`
        : `Write name: ${destination.name}.`,
    };
  if (!isTemplate(namespace) && namespace !== environment.spec.namespace)
    yield {
      node,
      pointer: `${pointer}/destination/namespace`,
      message: `The services of ${environment.metadata.name} are in the namespace ${environment.spec.namespace}; found ${namespace ?? 'none'}.`,
      fix: `Write namespace: ${environment.spec.namespace}.`,
    };
}
