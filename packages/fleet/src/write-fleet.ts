import { Cache } from './cache.ts';
import type { FleetReport } from './fleet-report.ts';
import { recover, Transaction } from './journal.ts';
import { withLock } from './lock.ts';
import { toRefusal } from './refusal.ts';
import { reportRefusals, runSteps, type Run, type RunOptions } from './run-steps.ts';
import { ensureStateFolder } from './state-folder.ts';
import { openWorkspace } from './workspace.ts';

/**
 * Brings the tree up to date: writes what differs, deletes what nothing generates any more. With an error among
 * the findings the tree stays as it is; otherwise all changes are made or none.
 */
export async function writeFleet(options: RunOptions): Promise<FleetReport> {
  return reportRefusals(async (report) => {
    const workspace = openWorkspace(options.folder, options.operations);
    ensureStateFolder(workspace);
    await withLock(workspace, async () => {
      report.recovery = recover(workspace);
      const cache = options.tool === undefined ? undefined : new Cache(workspace.root, options.tool);
      await write({ workspace, options, cache, report });
      cache?.save({ complete: options.filter === undefined });
    });
  });
}

async function write(run: Run): Promise<void> {
  const { report } = run;
  const transaction = new Transaction(run.workspace);
  try {
    await runSteps(run, ({ path, expected }) => {
      // Once there is an error, the rest is only looked at.
      if (hasError(report)) return;
      if (expected === undefined) transaction.remove(path);
      else transaction.stage(path, expected);
    });
    if (hasError(report)) {
      transaction.discard();
      return;
    }
    transaction.decide();
  } catch (error) {
    throw giveUp(transaction, error);
  }
  complete(transaction);
  report.written = transaction.placed;
  report.deleted = transaction.removed;
}

// What is no error of the operating system is a defect or a kill: the next run discards what is staged.
function giveUp(transaction: Transaction, error: unknown): unknown {
  const refusal = toRefusal(error, 'Nothing was changed.');
  if (refusal === undefined) return error;
  transaction.discard();
  return refusal;
}

function complete(transaction: Transaction): void {
  try {
    transaction.carryOut();
  } catch (error) {
    const refusal = toRefusal(error, 'Some files are new and some old; the next render completes the write.');
    throw refusal ?? error;
  }
}

function hasError({ findings }: FleetReport): boolean {
  return findings.some(({ severity }) => severity === 'error');
}
