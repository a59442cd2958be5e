import {
  checkFleet,
  hashTool,
  PLACEMENT_PROGRESS,
  validateFleet,
  writeFleet,
  type FleetReport,
} from '@fleetwright/fleet';
import { showTerminalProgress } from '../terminal-progress.ts';
import { countFindings, type Finding } from '@fleetwright/findings';
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

/** What is done with a project: its overlays are written, only compared, or judged. */
export type Job = (typeof JOBS)[number];

/** Every job, in the order in which a batch does them: what is judged is what was written. */
export const JOBS = ['render', 'check', 'validate'] as const;

/** A request to do something with projects of a fleet. */
export interface ProjectsRequest {
  /** The workspace's folder. */
  folder: string;
  job: Job;
  projects: readonly KnownProject[];
  /** All projects of the workspace. */
  fleet: readonly KnownProject[];
}

/** Does a job for projects in one process, in as few runs of the engine as cover them; by root. */
export async function runProjects(request: ProjectsRequest): Promise<Map<string, ProjectOutcome>> {
  const outcomes = new Map<string, ProjectOutcome>();
  const concerns = concernsIn(request.fleet);
  for (const run of coverProjects(request.projects, request.fleet)) {
    const report = await runEngine(request, run);
    for (const project of run.projects) {
      const own = selectOwn(report, (about) => concerns(about, project));
      outcomes.set(project.root, describeOutcome(project.root, own, { job: request.job, report }));
    }
  }
  return outcomes;
}

async function runEngine({ folder, job }: ProjectsRequest, { filter }: EngineRun): Promise<FleetReport> {
  const progress = showTerminalProgress(PLACEMENT_PROGRESS);
  const options = { folder, filter, tool: hashTool(), onProgress: progress.update };
  const report = await {
    render: () => writeFleet(options),
    check: () => checkFleet(options),
    validate: () => validateFleet({ ...options, today: new Date().toISOString().slice(0, 10) }),
  }[job]();
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
  { job, report }: { job: Job; report: FleetReport },
): ProjectOutcome {
  const errors = countErrors(own.findings);
  // One error keeps a whole run from writing.
  const blocked = job === 'render' && errors === 0 && countErrors(report.findings) > 0;
  const lines = own.findings.filter(({ waiver }) => waiver === undefined).flatMap(formatFinding);
  if (blocked) lines.push(`${root}: nothing was written, for there are errors elsewhere in this run.`);
  else if (errors > 0) lines.push(`${root}: ${count(errors, 'error')}.`);
  else lines.push(`${root}: ${SUCCESS[job](own)}.`);
  return { success: errors === 0 && !blocked, text: `${lines.join('\n')}\n` };
}

const SUCCESS: Record<Job, (own: Own) => string> = {
  render: countChanges,
  check: () => 'in sync',
  validate: ({ findings }) => `no error, ${count(countFindings(findings).warnings, 'warning')}`,
};

function countChanges({ written, deleted }: Own): string {
  if (written.length + deleted.length === 0) return 'already up to date';
  return `${count(written.length, 'file')} written, ${deleted.length} deleted`;
}

function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity, waiver }) => severity === 'error' && waiver === undefined).length;
}
