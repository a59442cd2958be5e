import type { Change } from './compare-overlay.ts';
import type { FleetReport } from './fleet-report.ts';
import { openCache } from './open-cache.ts';
import { reportRefusals, runSteps, type RunOptions } from './run-steps.ts';
import { openWorkspace } from './workspace.ts';

/** The changes that would bring the tree up to date, for somebody else to make. */
export interface PlannedChanges {
  report: FleetReport;
  /** Empty when the report holds an error. */
  changes: Change[];
}

/** Finds out what {@link writeFleet} would change, and writes nothing itself but the cache. */
export async function planChanges(options: RunOptions): Promise<PlannedChanges> {
  const changes: Change[] = [];
  const report = await reportRefusals(async (started) => {
    const workspace = openWorkspace(options.folder, options.operations);
    const cache = openCache(workspace, options.tool);
    await runSteps({ workspace, options, cache, report: started }, (change) => changes.push(change));
    cache?.save({ complete: options.filter === undefined });
  });
  const failed = report.findings.some(({ severity }) => severity === 'error');
  return { report, changes: failed ? [] : changes };
}
