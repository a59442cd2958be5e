/** Folder of a placement's overlay, relative to the workspace root. */
export function overlayPath(cluster: string, service: string): string {
  return `clusters/${cluster}/${service}`;
}

/** Folder beside a cluster's overlays for what its services share; no service may have this name. */
export const PLATFORM_FOLDER = 'platform';
