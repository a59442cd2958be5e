import { argocdPath, overlayPath, PLATFORM_FOLDER } from '@fleetwright/overlay/layout';
import { isInput } from './input-paths.ts';

/** A folder whose objects are applied together: an overlay, a shared folder of the fleet, or any folder at all. */
export interface Unit {
  /** Relative to the root; empty for the root itself. */
  folder: string;
  /** Known by the path alone: nothing in a file decides where it belongs. */
  cluster?: string;
  /** Service, or `platform` for what the cluster's services share. */
  service?: string;
  /** Of a folder that belongs to an environment. */
  environment?: string;
}

const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Folders that hold a kustomization, by the paths of all files. */
export function kustomizedFolders(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    const [folder, name] = splitPath(path);
    if (KUSTOMIZATIONS.includes(name)) folders.add(folder);
  }
  return folders;
}

/** The folder that a file belongs to: the nearest one with a kustomization, or its own. */
export function folderOf(path: string, kustomized: ReadonlySet<string>): string {
  const [own] = splitPath(path);
  for (let folder = own; ; [folder] = splitPath(folder)) {
    if (kustomized.has(folder)) return folder;
    if (folder === '') return own;
  }
}

/** What a folder stands for. */
export function unitOf(folder: string): Unit {
  const [, name = '', child = ''] = folder.split('/');
  if (name !== '' && child !== '' && folder === overlayPath(name, child))
    return { folder, cluster: name, service: child };
  if (name !== '' && `${folder}/`.startsWith(`${argocdPath(name)}/`)) return { folder, environment: name };
  return { folder };
}

/** Whether a folder holds a service, and not what a cluster's services share. */
export function isService(service: string | undefined): service is string {
  return service !== undefined && service !== PLATFORM_FOLDER;
}

/** Whether a file of a folder may hold manifests: neither inputs nor what only tools read. */
export function isManifestFile(path: string): boolean {
  const [, name] = splitPath(path);
  if (!/\.(?:ya?ml|json)$/.test(name) || KUSTOMIZATIONS.includes(name)) return false;
  if (name === 'placement.yaml' || (/values[-.]/.test(name) && !name.endsWith('.json'))) return false;
  if (
    /^\.|\/\./.test(path) ||
    /(?:^|\/)(?:node_modules|package(?:-lock)?\.json|tsconfig[^/]*\.json)/.test(path)
  )
    return false;
  return !isInput(path);
}

function splitPath(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}
