import { emitYaml } from '@fleetwright/kube';
import type { ClusterFile, EnvironmentFile, Parsed } from '@fleetwright/model-service';
import { adapterValues, resolvePlatform, type PlatformPlan } from '@fleetwright/platform';
import { platformAreas } from './areas.ts';
import { buildResources, countResources } from './build-resources.ts';
import { ADAPTER_VALUES_FILE } from './overlay-path.ts';
import { assembleFolder, type OverlayFile } from './render-overlay.ts';

/** A rendered folder that belongs to no service. */
export interface RenderedFolder {
  files: OverlayFile[];
  resources: number;
}

/** The platform folder of a cluster: what its services share. */
export function renderPlatform(
  cluster: Parsed<ClusterFile>,
  environment: Parsed<EnvironmentFile>,
): RenderedFolder {
  const plan = resolvePlatform(cluster.content, environment.content);
  const built = buildResources(plan, platformAreas);
  const files = assembleFolder([cluster.source.path, environment.source.path], built, {
    others: valuesFiles(plan),
  });
  return { files, resources: countResources(built) };
}

const COMMENT = `# Values for the chart of the Prometheus adapter, to merge with the cluster's own; Kustomize does not read them.\n`;

function valuesFiles(plan: PlatformPlan): OverlayFile[] {
  const values = adapterValues(plan);
  return values === undefined ? [] : [{ path: ADAPTER_VALUES_FILE, text: COMMENT + emitYaml(values) }];
}
