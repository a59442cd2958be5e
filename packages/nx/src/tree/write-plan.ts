import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import { isGenerated } from '@fleetwright/overlay/layout';
import type { TreeFile } from './render-services.ts';
import type { ServiceDraft } from '../model-service/service-draft.ts';

/** Finds services that already exist with another spec: what someone wrote is never overwritten. */
export function findExisting(tree: Tree, services: readonly ServiceDraft[]): Finding[] {
  return services.flatMap(({ name, file, text }) =>
    findOtherText(tree, { path: file, text }, `The service ${name}`, 'spec'),
  );
}

/** Finds a hand-written file that is there with another text; `what` it is about starts the message. */
export function findOtherText(tree: Tree, { path, text }: TreeFile, what: string, part = 'file'): Finding[] {
  const found = tree.read(path, 'utf8');
  if (found === null || found === text) return [];
  return [
    {
      rule: 'nx/existing',
      severity: 'error',
      file: path,
      message: `${what} exists already, with another ${part}.`,
      fix: `Choose another name, or edit the ${part} and run: nx sync`,
    },
  ];
}

/** The files that differ from the tree. */
export function listChanges(tree: Tree, files: readonly TreeFile[]): TreeFile[] {
  return files.filter(({ path, text }) => tree.read(path, 'utf8') !== text);
}

/** Finds what stands in the way of writing: files that people wrote, and links, which lead who knows where. */
export function findObstacles(
  tree: Tree,
  overlays: readonly TreeFile[],
  files: readonly TreeFile[],
): Finding[] {
  const foreign = overlays.flatMap(({ path }): Finding[] => {
    const found = tree.read(path, 'utf8');
    if (found === null || isGenerated(found)) return [];
    const message = 'A file that Fleetwright did not write stands where a generated one belongs.';
    return [obstacle(path, message, 'Move it to patches/, or remove it.')];
  });
  const paths = new Set(files.flatMap(({ path }) => pathsTo(path)));
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
