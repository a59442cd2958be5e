import { emitYaml } from '@fleetwright/kube';

/** File of an overlay that Argo CD's ApplicationSet reads. */
export const PLACEMENT_FILE = 'placement.yaml';

const COMMENT = `# Argo CD's ApplicationSet reads this file. Where it stands decides cluster and service, never its content.\n`;

/** What placement.yaml says: who runs where, whose it is and which spec it runs. */
export interface PlacementFile {
  service: string;
  cluster: string;
  namespace: string;
  owner: string | undefined;
  /** The spec that is rendered, relative to the workspace root. */
  release: string;
  /** Only said of a service that is going. */
  lifecycle?: 'retired';
}

/** The text of placement.yaml. */
export function emitPlacement(placement: PlacementFile): string {
  const { service, cluster, namespace, owner, release, lifecycle } = placement;
  return COMMENT + emitYaml({ service, cluster, namespace, owner, release, lifecycle });
}
