import { resolveArgocd, type ArgocdPlacement } from '@fleetwright/argocd';
import type { ClusterFile, EnvironmentFile, Parsed } from '@fleetwright/model-service';
import { argocdAreas } from './areas.ts';
import { buildResources, countResources } from './build-resources.ts';
import { assembleFolder } from './render-overlay.ts';
import type { RenderedFolder } from './render-platform.ts';

/** The clusters of an environment; of the placements only those matter whose Applications are written out. */
export interface ArgocdInputs {
  environment: Parsed<EnvironmentFile>;
  clusters: readonly Parsed<ClusterFile>[];
  placements: readonly ArgocdPlacement[];
}

/** The argocd folder of an environment; undefined where the environment says nothing about Argo CD. */
export function renderArgocd({
  environment,
  clusters,
  placements,
}: ArgocdInputs): RenderedFolder | undefined {
  const contents = clusters.map(({ content }) => content);
  const plan = resolveArgocd(environment.content, contents, placements);
  if (plan === undefined) return undefined;
  const built = buildResources(plan, argocdAreas);
  const files = assembleFolder([environment.source.path, 'clusters/*/cluster.yaml'], built);
  return { files, resources: countResources(built) };
}
