import type { Finding } from '@fleetwright/findings';
import type { FleetStep } from './compare-fleet.ts';
import type { Change } from './compare-overlay.ts';
import { describeDrift, firstDifference } from './drift.ts';
import type { FleetReport } from './fleet-report.ts';
import { isInterrupted } from './journal.ts';
import { openCache } from './open-cache.ts';
import { reportRefusals, runSteps, type RunOptions } from './run-steps.ts';
import { openWorkspace } from './workspace.ts';

/** Compares the tree with a fresh render and changes nothing in it; each difference is a finding. */
export async function checkFleet(options: RunOptions): Promise<FleetReport> {
  return reportRefusals(async (report) => {
    const workspace = openWorkspace(options.folder, options.operations);
    const cache = openCache(workspace, options.tool);
    if (isInterrupted(workspace)) report.findings.push(INTERRUPTED);
    await runSteps({ workspace, options, cache, report }, (change, step) => {
      report.findings.push(toFinding(change, step));
    });
    cache?.save({ complete: options.filter === undefined });
  });
}

function toFinding({ kind, path, found, expected }: Change, { service, cluster }: FleetStep): Finding {
  const difference = kind === 'changed' ? firstDifference(found ?? '', expected ?? '') : undefined;
  return describeDrift({ kind, path, service, cluster, difference });
}

const INTERRUPTED: Finding = {
  rule: 'drift/interrupted',
  severity: 'error',
  message:
    'An earlier render was interrupted while it put files in place, so the tree may be half old, half new.',
  fix: 'Run: fleetwright render (it completes the earlier one first)',
};
