import { isGenerated, KUSTOMIZATION_FILE, ownedNames } from '@fleetwright/overlay/layout';
import { readPlainFile } from './plain-file.ts';
import type { OverlayFolder } from './read-overlay.ts';

/** The files of a folder that a render owns, and so may delete. */
export function ownedFiles(root: string, { path, files }: OverlayFolder): string[] {
  if (!files.includes(KUSTOMIZATION_FILE)) return [];
  const read = (file: string) => readPlainFile(root, `${path}/${file}`)?.toString('utf8') ?? '';
  const owned = ownedNames(read(KUSTOMIZATION_FILE));
  return files.filter((file) => owned.has(file) && isGenerated(read(file)));
}
