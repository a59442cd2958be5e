import { resolve } from 'node:path';
import { countFindings } from '@fleetwright/findings';
import { checkFleet, hashTool, writeFleet, type FleetReport, type Recovery } from '@fleetwright/fleet';
import { exitCodeOf, type CommandInput, type ExitCode, type Terminal } from './command.ts';
import { formatFindings, isForPeople } from './format-findings.ts';
import { formatJson } from './format-json.ts';
import { filterOf, textOf } from './options.ts';
import { showProgress } from './progress.ts';
import { summarizeRender } from './summarize-render.ts';

/** `fleetwright render`: writes the overlays, or with --check compares them. */
export async function runRender({ options, terminal }: CommandInput): Promise<ExitCode> {
  const check = options.check === true;
  const progress = showProgress(terminal);
  const report = await (check ? checkFleet : writeFleet)({
    folder: resolve(terminal.folder, textOf(options.workspace) ?? '.'),
    filter: filterOf(options),
    tool: hashTool(),
    onProgress: progress.update,
  });
  progress.clear();
  if (report.recovery !== undefined) terminal.err(`${describeRecovery(report.recovery)}\n`);
  if (options.format === 'json') terminal.out(toJson(report, check));
  else printText(report, check, terminal);
  return exitCodeOf(report.findings);
}

function printText(report: FleetReport, check: boolean, { out, colour }: Terminal): void {
  out(
    `${formatFindings(report.findings.filter(isForPeople), { colour })}${summarizeRender(report, check)}\n`,
  );
}

function toJson(report: FleetReport, check: boolean): string {
  const { services, placements, resources, unchanged, written, deleted, findings } = report;
  const summary = { services, placements, resources, unchanged, ...countFindings(findings) };
  return formatJson(summary, findings, check ? {} : { written, deleted });
}

function describeRecovery({ outcome, files }: Recovery): string {
  return outcome === 'completed'
    ? `An earlier render was interrupted while it put files in place; ${files} of them were still to do and are done now.`
    : `An earlier render was interrupted before it changed anything; its ${files} staged files were discarded.`;
}
