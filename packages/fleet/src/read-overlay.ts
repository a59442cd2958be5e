import { createHash, hash } from 'node:crypto';
import { overlayPath, PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import { sortNames } from './code-unit-order.ts';
import { readPlainFile, readPlainFolder, refuseKind } from './plain-file.ts';

/** What stands in a generated folder. */
export interface OverlayFolder {
  /** Relative to the root. */
  path: string;
  /** Names of the files, in code-unit order. */
  files: string[];
  /** Names of the patches that people wrote, in code-unit order. */
  patches: string[];
}

/** Lists the folder of a placement; an absent one is empty. */
export function listOverlay(root: string, cluster: string, service: string): OverlayFolder {
  return listGenerated(root, overlayPath(cluster, service));
}

/** Lists any generated folder; an absent one is empty. */
export function listGenerated(root: string, path: string): OverlayFolder {
  const entries = readPlainFolder(root, path) ?? [];
  const files: string[] = [];
  let patches: string[] = [];
  for (const entry of entries) {
    if (entry.name === PATCHES_FOLDER) patches = listPatches(root, `${path}/${PATCHES_FOLDER}`);
    else if (!entry.isDirectory()) files.push(entry.name);
    else if (entry.name.endsWith('.yaml')) throw refuseKind(`${path}/${entry.name}`, 'a folder');
  }
  return { path, files: sortNames(files), patches };
}

function listPatches(root: string, path: string): string[] {
  const entries = (readPlainFolder(root, path) ?? []).filter(({ name }) => name.endsWith('.yaml'));
  // Kustomize would follow a link to wherever it leads.
  for (const entry of entries) {
    if (!entry.isFile()) throw refuseKind(`${path}/${entry.name}`, 'not a regular file');
  }
  return sortNames(entries.map(({ name }) => name));
}

/** Digest of all files of an overlay as they stand on the disk. */
export function digestFolder(root: string, { path, files }: OverlayFolder): string {
  const digest = createHash('sha256');
  for (const file of files) {
    const content = readPlainFile(root, `${path}/${file}`);
    if (content === undefined) continue;
    digest.update(`${file}\0${content.length}\0`).update(content);
  }
  return digest.digest('base64url');
}

/** Digest that {@link digestFolder} has for these files and no others. */
export function digestFiles(files: readonly { path: string; text: string }[]): string {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const parts = sortNames(texts.keys()).map((file) => {
    const text = texts.get(file)!;
    return `${file}\0${Buffer.byteLength(text)}\0${text}`;
  });
  return hash('sha256', parts.join(''), 'base64url');
}
