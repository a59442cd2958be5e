import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { isGenerated } from '@fleetwright/overlay/layout';
import type { TreeFile } from './render-scope.ts';

/** Finds what stands in the way of changes: files that people wrote, and links, which lead who knows where. */
export function findObstacles(
  tree: Tree,
  generated: readonly TreeFile[],
  changed: readonly string[],
): Finding[] {
  const foreign = generated.flatMap(({ path }): Finding[] => {
    const found = tree.read(path, 'utf8');
    if (found === null || isGenerated(found)) return [];
    const message = 'A file that Fleetwright did not write stands where a generated one belongs.';
    return [obstacle(path, message, 'Move it to patches/, or remove it.')];
  });
  const paths = new Set(changed.flatMap(pathsTo));
  const links = [...paths].flatMap((path): Finding[] => {
    const stat = lstatSync(join(tree.root, path), { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() !== true) return [];
    return [
      obstacle(
        path,
        'Expected a plain file or folder; this is a symbolic link.',
        'Replace it by what it leads to.',
      ),
    ];
  });
  return [...foreign, ...links];
}

// The path itself and every folder on the way to it.
function pathsTo(path: string): string[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function obstacle(file: string, message: string, fix: string): Finding {
  return { rule: 'nx/obstacle', severity: 'error', file, message, fix };
}
