/** Folder of a placement's overlay, relative to the workspace root. */
export function overlayPath(cluster: string, service: string): string {
  return `clusters/${cluster}/${service}`;
}

/** Folder beside a cluster's overlays for what its services share; no service may have this name. */
export const PLATFORM_FOLDER = 'platform';

/** File of the platform folder with values for the chart of the Prometheus adapter; no resource. */
export const ADAPTER_VALUES_FILE = 'prometheus-adapter.values.yaml';

/** Folder of what Argo CD reads about an environment, relative to the workspace root. */
export function argocdPath(environment: string): string {
  return `environments/${environment}/${ARGOCD_FOLDER}`;
}

const ARGOCD_FOLDER = 'argocd';

/**
 * The frozen spec that an environment runs of a service, relative to the workspace root; with a wave, the one that
 * only the clusters of that wave run while a promotion is under way.
 */
export function releasePath(environment: string, service: string, wave?: number): string {
  return `environments/${environment}/${RELEASES_FOLDER}/${releaseName(service, wave)}/model-service.yaml`;
}

/** Folder of a release below the releases of its environment. */
export function releaseName(service: string, wave?: number): string {
  return wave === undefined ? service : `${service}/wave-${wave}`;
}

/** Folder of an environment that holds its releases. */
export const RELEASES_FOLDER = 'releases';
