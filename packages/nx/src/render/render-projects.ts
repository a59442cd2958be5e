import { checkFleet, hashTool, PLACEMENT_PROGRESS, writeFleet, type FleetReport } from '@fleetwright/fleet';
import { showTerminalProgress } from '../terminal-progress.ts';
import type { Finding } from '@fleetwright/findings';
import { count } from '../tree/describe-edit.ts';
import { formatFinding } from '../user-error.ts';
import { concernsIn } from './concerns.ts';
import { coverProjects, type EngineRun, type KnownProject } from './cover-projects.ts';

/** What became of one project. */
export interface ProjectOutcome {
  success: boolean;
  /** For the terminal. */
  text: string;
}

/** A request to render or check projects of a fleet. */
export interface RenderRequest {
  /** The workspace's folder. */
  folder: string;
  /** Change nothing; a difference is a failure. */
  check: boolean;
  projects: readonly KnownProject[];
  /** All projects of the workspace. */
  fleet: readonly KnownProject[];
}

/** Renders or checks projects in one process, in as few runs of the engine as cover them; by root. */
export async function renderProjects(request: RenderRequest): Promise<Map<string, ProjectOutcome>> {
  const outcomes = new Map<string, ProjectOutcome>();
  const concerns = concernsIn(request.fleet);
  for (const run of coverProjects(request.projects, request.fleet)) {
    const report = await runEngine(request, run);
    for (const project of run.projects) {
      const own = selectOwn(report, (about) => concerns(about, project));
      outcomes.set(project.root, describeOutcome(project.root, own, { check: request.check, report }));
    }
  }
  return outcomes;
}

async function runEngine({ folder, check }: RenderRequest, { filter }: EngineRun): Promise<FleetReport> {
  const progress = showTerminalProgress(PLACEMENT_PROGRESS);
  const options = { folder, filter, tool: hashTool(), onProgress: progress.update };
  const report = await (check ? checkFleet : writeFleet)(options);
  progress.clear();
  return report;
}

type Own = Pick<FleetReport, 'findings' | 'written' | 'deleted'>;

function selectOwn(report: FleetReport, isOwn: (about: Pick<Finding, 'file'>) => boolean): Own {
  const isOwnPath = (file: string) => isOwn({ file });
  return {
    findings: report.findings.filter(isOwn),
    written: report.written.filter(isOwnPath),
    deleted: report.deleted.filter(isOwnPath),
  };
}

function describeOutcome(
  root: string,
  own: Own,
  { check, report }: { check: boolean; report: FleetReport },
): ProjectOutcome {
  const errors = countErrors(own.findings);
  // One error keeps a whole run from writing.
  const blocked = !check && errors === 0 && countErrors(report.findings) > 0;
  const lines = own.findings.flatMap(formatFinding);
  if (blocked) lines.push(`${root}: nothing was written, for there are errors elsewhere in this run.`);
  else if (errors > 0) lines.push(`${root}: ${count(errors, 'error')}.`);
  else lines.push(`${root}: ${check ? 'in sync' : countChanges(own)}.`);
  return { success: errors === 0 && !blocked, text: `${lines.join('\n')}\n` };
}

function countChanges({ written, deleted }: Own): string {
  if (written.length + deleted.length === 0) return 'already up to date';
  return `${count(written.length, 'file')} written, ${deleted.length} deleted`;
}

function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}
