import { cpSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

// The fleet, and what Nx and its plugin are loaded from.
const PARTS = [
  '.prettierrc.json',
  'nx.json',
  'package.json',
  'tsconfig.base.json',
  'apps',
  'clusters',
  'environments',
  'samples',
  'packages',
];
const LEFT_BEHIND = new Set(['node_modules', '.nx', '.cache', '.fleetwright']);

/** Copies this repository into a new folder for scratch work, with its packages as they are installed here. */
export function copyWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-workspace-'));
  const filter = (path) => !LEFT_BEHIND.has(basename(path));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}
