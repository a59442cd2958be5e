import { checkFleet, hashTool, writeFleet, type FleetReport } from '@fleetwright/fleet';
import type { Finding } from '@fleetwright/findings';
import { formatFinding } from '../user-error.ts';
import { concerns } from './concerns.ts';
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
  const outcomes = new Map<string, ProjectOutcome>(
    request.projects.map(({ root }) => [root, { success: true, text: `${root}: no placements.\n` }]),
  );
  const seen = new Set<string>();
  for (const run of coverProjects(request.projects, request.fleet)) {
    const report = await runEngine(request, run);
    for (const project of run.projects) {
      const outcome = describeOutcome(project, report, request.check);
      // An environment is rendered cluster by cluster.
      const before = seen.has(project.root) ? outcomes.get(project.root) : undefined;
      outcomes.set(project.root, before === undefined ? outcome : joinOutcomes(before, outcome));
      seen.add(project.root);
    }
  }
  return outcomes;
}

function runEngine({ folder, check }: RenderRequest, { filter }: EngineRun): Promise<FleetReport> {
  return (check ? checkFleet : writeFleet)({ folder, filter, tool: hashTool() });
}

function describeOutcome(project: KnownProject, report: FleetReport, check: boolean): ProjectOutcome {
  const own = report.findings.filter((finding) => concerns(finding, project));
  const errors = countErrors(own);
  const blocked = !check && errors === 0 && countErrors(report.findings) > 0;
  const lines = own.flatMap(formatFinding);
  if (blocked)
    lines.push(`${project.root}: nothing was written, for there are errors elsewhere in this run.`);
  else if (errors > 0) lines.push(`${project.root}: ${errors === 1 ? '1 error' : `${errors} errors`}.`);
  else lines.push(`${project.root}: ${check ? 'in sync' : countChanges(project, report)}.`);
  return { success: errors === 0 && !blocked, text: `${lines.join('\n')}\n` };
}

function countChanges(project: KnownProject, { written, deleted }: FleetReport): string {
  const own = (path: string) => concerns({ file: path }, project);
  const counts = [written.filter(own).length, deleted.filter(own).length];
  return counts.every((count) => count === 0)
    ? 'already up to date'
    : `${counts[0]} files written, ${counts[1]} deleted`;
}

function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}

function joinOutcomes(before: ProjectOutcome, after: ProjectOutcome): ProjectOutcome {
  return { success: before.success && after.success, text: before.text + after.text };
}
