import type { Tree } from '@nx/devkit';
import type { Finding } from '@fleetwright/findings';
import type { TreeFile } from './render-scope.ts';

/** Finds a file that is there with another text: what someone wrote is never overwritten. `what` starts the message. */
export function findExisting(tree: Tree, { path, text }: TreeFile, what: string, part = 'file'): Finding[] {
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
