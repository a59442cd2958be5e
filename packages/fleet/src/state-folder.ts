import { join } from 'node:path';
import { readPlainFile, readPlainFolder } from './plain-file.ts';
import type { Workspace } from './workspace.ts';

/** Folder for the engine's own files; it can be deleted whenever no command runs. */
export const STATE_FOLDER = '.fleetwright';

const IGNORE = `${STATE_FOLDER}/.gitignore`;
const IGNORE_ALL = '*\n';

/** Makes sure that the state folder exists, is a plain folder and is ignored by git. */
export function ensureStateFolder({ root, operations }: Workspace): void {
  if (readPlainFolder(root, STATE_FOLDER) === undefined) makeFolder(operations, join(root, STATE_FOLDER));
  const found = readPlainFile(root, IGNORE)?.toString();
  if (found === IGNORE_ALL) return;
  // A crash may have left it empty.
  if (found !== undefined) operations.removeFile(join(root, IGNORE));
  operations.createFile(join(root, IGNORE), IGNORE_ALL);
}

function makeFolder(operations: Workspace['operations'], path: string): void {
  try {
    operations.makeFolder(path);
  } catch (error) {
    // Another command may have been faster.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
