import { argocdPath, overlayPath, PLATFORM_FOLDER } from '@fleetwright/overlay/layout';
import { sortNames } from './code-unit-order.ts';
import { readPlainFolder, refuseKind } from './plain-file.ts';
import { listGenerated, type OverlayFolder } from './read-overlay.ts';
import type { FleetFilter } from './read-workspace.ts';
import type { Workspace } from './workspace.ts';

/** A folder that may hold generated files which nothing claims. */
export interface OrphanCandidate {
  /** Empty where the folder belongs to no cluster, or to no service. */
  cluster: string;
  service: string;
  folder: OverlayFolder;
}

/**
 * Lists the folders below clusters/, and the argocd folders, into which nothing is rendered: overlays whose
 * service, cluster or placement is gone are among them, and so are folders that people made.
 */
export function listUnclaimed(
  { root }: Workspace,
  filter: UnclaimedFilter,
  claimed: ReadonlySet<string>,
): OrphanCandidate[] {
  return [...listClusterFolders(root, filter), ...listArgocdFolders(root, filter)]
    .filter(({ path }) => !claimed.has(path))
    .map(({ path, cluster, service }) => ({ cluster, service, folder: listGenerated(root, path) }));
}

/** What a run is about; `clusters` are those of its environment. */
type UnclaimedFilter = FleetFilter & { clusters?: readonly string[] | undefined };

interface Candidate {
  path: string;
  cluster: string;
  service: string;
}

function listClusterFolders(root: string, filter: UnclaimedFilter): Candidate[] {
  const clusters = filter.cluster === undefined ? filter.clusters : [filter.cluster];
  return (clusters ?? listFolders(root, 'clusters')).flatMap((cluster) => {
    // A run about one service leaves alone what services share.
    const services =
      filter.service === undefined
        ? listFolders(root, `clusters/${cluster}`)
        : [filter.service].filter((service) => service !== PLATFORM_FOLDER);
    return services.map((folder) => ({
      path: overlayPath(cluster, folder),
      cluster,
      service: folder === PLATFORM_FOLDER ? '' : folder,
    }));
  });
}

function listArgocdFolders(root: string, { service, cluster, environment }: FleetFilter): Candidate[] {
  if (service !== undefined || cluster !== undefined) return [];
  const environments = environment === undefined ? listFolders(root, 'environments') : [environment];
  return environments.map((name) => ({
    path: argocdPath(name),
    cluster: '',
    service: '',
  }));
}

function listFolders(root: string, path: string): string[] {
  const names: string[] = [];
  for (const entry of readPlainFolder(root, path) ?? []) {
    if (entry.isSymbolicLink()) throw refuseKind(`${path}/${entry.name}`, 'a symbolic link');
    if (entry.isDirectory() && /^[a-z][-a-z0-9]*$/.test(entry.name)) names.push(entry.name);
  }
  return sortNames(names);
}
