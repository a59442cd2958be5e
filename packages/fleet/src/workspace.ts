import { existsSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from './refusal.ts';
import { diskOperations, type WriteOperations } from './write-operations.ts';

/** The folder that holds apps/, clusters/ and environments/, and how it is written to. */
export interface Workspace {
  /** Absolute, without links. */
  root: string;
  operations: WriteOperations;
}

/** Opens a workspace; a folder that holds neither apps/ nor clusters/ is refused. */
export function openWorkspace(folder: string, operations: WriteOperations = diskOperations): Workspace {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Refusal({
      rule: 'workspace/missing',
      message: `There is no folder ${resolve(folder)}.`,
      fix: 'Give the workspace with --workspace=DIR.',
    });
  }
  const root = realpathSync(folder);
  if (!existsSync(join(root, 'apps')) && !existsSync(join(root, 'clusters'))) {
    throw new Refusal({
      rule: 'workspace/missing',
      message: `${root} holds neither apps/ nor clusters/, so it is no workspace.`,
      fix: 'Run the command in the workspace, or give it with --workspace=DIR.',
    });
  }
  return { root, operations };
}
