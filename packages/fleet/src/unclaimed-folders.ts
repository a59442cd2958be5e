import { PLATFORM_FOLDER } from '@fleetwright/overlay/layout';
import { sortNames } from './code-unit-order.ts';
import { readPlainFolder, refuseKind } from './plain-file.ts';
import { listOverlay, type OverlayFolder } from './read-overlay.ts';
import type { FleetFilter } from './read-workspace.ts';
import type { Workspace } from './workspace.ts';

/** A folder of a cluster that may hold an overlay which no placement claims. */
export interface OrphanCandidate {
  cluster: string;
  service: string;
  folder: OverlayFolder;
}

/**
 * Lists the folders below clusters/ that no placement claims: overlays whose service, cluster or placement is
 * gone are among them, and so are folders that people made.
 */
export function listUnclaimed(
  { root }: Workspace,
  filter: FleetFilter,
  isClaimed: (cluster: string, service: string) => boolean,
): OrphanCandidate[] {
  const clusters = filter.cluster === undefined ? listFolders(root, 'clusters') : [filter.cluster];
  return clusters.flatMap((cluster) => {
    const services =
      filter.service === undefined ? listFolders(root, `clusters/${cluster}`) : [filter.service];
    return services
      .filter((service) => service !== PLATFORM_FOLDER && !isClaimed(cluster, service))
      .map((service) => ({ cluster, service, folder: listOverlay(root, cluster, service) }));
  });
}

function listFolders(root: string, path: string): string[] {
  const names: string[] = [];
  for (const entry of readPlainFolder(root, path) ?? []) {
    if (entry.isSymbolicLink()) throw refuseKind(`${path}/${entry.name}`, 'a symbolic link');
    if (entry.isDirectory() && /^[a-z][-a-z0-9]*$/.test(entry.name)) names.push(entry.name);
  }
  return sortNames(names);
}
