import type { Tree } from '@nx/devkit';
import { hashTool, planChanges, PLACEMENT_PROGRESS } from '@fleetwright/fleet';
import { showTerminalProgress } from '../terminal-progress.ts';
import { refuseErrors } from '../user-error.ts';

/**
 * Brings every overlay up to date, as the render command does; `nx sync:check` runs it and fails when it changes
 * anything. It writes only what differs: a tree that records thousands of unchanged files is slow.
 */
export async function syncGenerator(tree: Tree): Promise<{ outOfSyncMessage: string }> {
  const progress = showTerminalProgress(PLACEMENT_PROGRESS);
  const { report, changes } = await planChanges({
    folder: tree.root,
    tool: hashTool(),
    onProgress: progress.update,
  });
  progress.clear();
  refuseErrors(report.findings);
  for (const { path, expected } of changes) {
    if (expected === undefined) tree.delete(path);
    else tree.write(path, expected);
  }
  const files = changes.length === 1 ? '1 generated file is' : `${changes.length} generated files are`;
  return { outOfSyncMessage: `${files} not what the inputs give.` };
}
