/** Folder of a placement's overlay, relative to the workspace root. */
export function overlayPath(cluster: string, service: string): string {
  return `clusters/${cluster}/${service}`;
}
