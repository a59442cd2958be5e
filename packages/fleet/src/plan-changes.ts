import { Cache } from './cache.ts';
import type { Change } from './compare-overlay.ts';
import type { FleetReport } from './fleet-report.ts';
import { reportRefusals, runSteps, type RunOptions } from './run-steps.ts';
import { openWorkspace } from './workspace.ts';

/** The changes that would bring the tree up to date, for somebody else to make. */
export interface PlannedChanges {
  report: FleetReport;
  /** Empty when the report holds an error. */
  changes: Change[];
}

/** Finds out what {@link writeFleet} would change, and writes nothing itself. */
export async function planChanges(options: RunOptions): Promise<PlannedChanges> {
  const changes: Change[] = [];
  const report = await reportRefusals(async (started) => {
    const workspace = openWorkspace(options.folder, options.operations);
    const cache = options.tool === undefined ? undefined : new Cache(workspace.root, options.tool);
    await runSteps({ workspace, options, cache, report: started }, (change) => changes.push(change));
  });
  const failed = report.findings.some(({ severity }) => severity === 'error');
  return { report, changes: failed ? [] : changes };
}
