import type { OverlayFile } from '@fleetwright/overlay';
import type { DriftKind } from './drift.ts';
import { ownedFiles } from './owned-files.ts';
import { readPlainFile } from './plain-file.ts';
import type { OverlayFolder } from './read-overlay.ts';

/** One file that a render would write or delete. */
export interface Change {
  kind: DriftKind;
  /** Relative to the root. */
  path: string;
  /** What stands there now. */
  found: string | undefined;
  /** What is to stand there; undefined: nothing. */
  expected: string | undefined;
}

/** Compares the rendered files of a placement with what stands on the disk; no files: the overlay is to go. */
export function compareOverlay(root: string, folder: OverlayFolder, files: readonly OverlayFile[]): Change[] {
  const changes: Change[] = [];
  for (const { path: file, text } of files) {
    const path = `${folder.path}/${file}`;
    const found = folder.files.includes(file) ? readPlainFile(root, path)?.toString('utf8') : undefined;
    if (found === text) continue;
    changes.push({ kind: found === undefined ? 'missing' : 'changed', path, found, expected: text });
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const file of ownedFiles(root, folder)) {
    if (wanted.has(file)) continue;
    changes.push({
      kind: 'unexpected',
      path: `${folder.path}/${file}`,
      found: undefined,
      expected: undefined,
    });
  }
  return changes;
}
