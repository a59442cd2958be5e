import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { onTestFinished } from 'vitest';

/** Root of this repository: its samples are fixtures too. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const FLEET = resolve(dirname(fileURLToPath(import.meta.url)), '../fixtures/fleet');

const INPUTS = [
  'clusters/prod-eu-west/cluster.yaml',
  'clusters/prod-us-east/cluster.yaml',
  'environments/production/environment.yaml',
  'environments/production/images.yaml',
];

/** A virtual workspace with two clusters and their environment, and no service. */
export function createFleetTree(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  for (const path of INPUTS) tree.write(path, readFileSync(join(FLEET, path)));
  return tree;
}

/** Paths that changed since the workspace was made, in order. */
export function changedPaths(tree: Tree): string[] {
  const before = new Set(
    createFleetTree()
      .listChanges()
      .map(({ path }) => path),
  );
  return tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => !before.has(path))
    .sort();
}

/** Writes files into a new folder that lasts as long as the test. */
export function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-nx-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs something that is to fail and gives its message. */
export async function messageOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}
