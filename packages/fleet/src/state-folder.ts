import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPlainFolder } from './plain-file.ts';
import type { Workspace } from './workspace.ts';

/** Folder for the engine's own files; it can be deleted whenever no command runs. */
export const STATE_FOLDER = '.fleetwright';

/** Makes sure that the state folder exists, is a plain folder and is ignored by git. */
export function ensureStateFolder({ root, operations }: Workspace): void {
  if (readPlainFolder(root, STATE_FOLDER) === undefined) makeFolder(operations, join(root, STATE_FOLDER));
  const ignore = join(root, STATE_FOLDER, '.gitignore');
  if (!existsSync(ignore)) operations.createFile(ignore, '*\n');
}

function makeFolder(operations: Workspace['operations'], path: string): void {
  try {
    operations.makeFolder(path);
  } catch (error) {
    // Another command may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
