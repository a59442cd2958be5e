import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@fleetwright/review';
import { hashBlob } from './tree-git.ts';
import { walkFiles } from './walk-files.ts';

/** Larger files are no manifests that people review. */
const MAX_BYTES = 32 * 2 ** 20;

/** The tree of any folder; hidden files, links and what is too large for a manifest are left out. */
export function treeOfFolder(folder: string, name: string): Tree {
  const files = walkFiles(folder).filter(
    ({ path, size }) => /\.(?:ya?ml|json)$|Kustomization$/.test(path) && size <= MAX_BYTES,
  );
  const texts = new Map<string, string>();
  const ids = new Map<string, string>();
  for (const { path } of files) {
    const content = readFileSync(join(folder, path));
    ids.set(path, hashBlob(content));
    texts.set(path, content.toString('utf8'));
  }
  const read = (paths: readonly string[]) =>
    Promise.resolve(
      new Map(paths.flatMap((path) => (texts.has(path) ? [[path, texts.get(path)!] as const] : []))),
    );
  return { name, ids, read };
}
