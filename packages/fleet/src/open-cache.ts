import { Cache } from './cache.ts';
import { Refusal } from './refusal.ts';
import { ensureStateFolder } from './state-folder.ts';
import type { Workspace } from './workspace.ts';

/** Opens the cache for a run that only looks: one over a read-only workspace works without. */
export function openCache(workspace: Workspace, tool: string | undefined): Cache | undefined {
  if (tool === undefined) return undefined;
  try {
    ensureStateFolder(workspace);
  } catch (error) {
    if (error instanceof Refusal) throw error;
  }
  return new Cache(workspace.root, tool);
}
