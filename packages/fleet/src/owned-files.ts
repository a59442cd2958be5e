import {
  ADAPTER_VALUES_FILE,
  isGenerated,
  KUSTOMIZATION_FILE,
  listedFiles,
  PLACEMENT_FILE,
} from '@fleetwright/overlay/layout';
import { readPlainFile } from './plain-file.ts';
import type { OverlayFolder } from './read-overlay.ts';

/** Generated files that are no resources. */
const UNLISTED = [PLACEMENT_FILE, ADAPTER_VALUES_FILE];

/**
 * The files of a folder that a render owns, and so may delete: its kustomization, the few that are no resources,
 * and what the kustomization lists. Each must also begin as generated files do; what people put there stays.
 */
export function ownedFiles(root: string, { path, files }: OverlayFolder): string[] {
  if (!files.includes(KUSTOMIZATION_FILE)) return [];
  const read = (file: string) => readPlainFile(root, `${path}/${file}`)?.toString('utf8') ?? '';
  const kustomization = read(KUSTOMIZATION_FILE);
  if (!isGenerated(kustomization)) return [];
  const listed = new Set([...UNLISTED, ...listedFiles(kustomization)]);
  return files.filter((file) => file === KUSTOMIZATION_FILE || (listed.has(file) && isGenerated(read(file))));
}
