import type { ExecutorContext, ProjectGraph, TaskGraph } from '@nx/devkit';
import { parseFleetProject } from '../inference/fleet-project.ts';
import type { KnownProject } from './cover-projects.ts';
import { renderProjects, type ProjectOutcome } from './render-projects.ts';

/** Options of the executor; schema.json describes them. */
export interface RenderOptions {
  check?: boolean;
}

/** One task of a batch that is done. */
export interface TaskOutcome {
  task: string;
  result: { success: boolean; terminalOutput: string };
}

/** `nx render <project>` without batching. */
export async function renderExecutor(
  { check = false }: RenderOptions,
  context: Pick<ExecutorContext, 'root' | 'projectName' | 'projectGraph'>,
): Promise<{ success: boolean }> {
  const fleet = listFleet(context.projectGraph);
  const project = fleet.find(({ root }) => root === context.projectName);
  if (project === undefined) {
    console.error(`${context.projectName} is no service, cluster, environment or placement of a fleet.`);
    return { success: false };
  }
  const request = { folder: context.root, check, projects: [project], fleet };
  const outcome = (await renderProjects(request)).get(project.root)!;
  (outcome.success ? console.log : console.error)(outcome.text.trimEnd());
  return { success: outcome.success };
}

/** Renders what any number of tasks ask for in one process: starting one for each task costs more than the work. */
export async function* renderBatch(
  { tasks }: Pick<TaskGraph, 'tasks'>,
  options: Readonly<Record<string, RenderOptions>>,
  _overrides: RenderOptions,
  { root: folder, projectGraph }: Pick<ExecutorContext, 'root' | 'projectGraph'>,
): AsyncGenerator<TaskOutcome> {
  const fleet = listFleet(projectGraph);
  const byName = new Map(fleet.map((project) => [project.root, project]));
  for (const check of [false, true]) {
    const ids = Object.keys(tasks).filter((id) => (options[id]?.check ?? false) === check);
    const projects = ids.flatMap((id) => byName.get(tasks[id]!.target.project) ?? []);
    if (ids.length === 0) continue;
    const outcomes = await renderProjects({ folder, check, projects, fleet });
    for (const id of ids) yield { task: id, result: toResult(outcomes.get(tasks[id]!.target.project), id) };
  }
}

function toResult(outcome: ProjectOutcome | undefined, id: string): TaskOutcome['result'] {
  if (outcome === undefined)
    return {
      success: false,
      terminalOutput: `${id}: no service, cluster, environment or placement of a fleet.\n`,
    };
  return { success: outcome.success, terminalOutput: outcome.text };
}

function listFleet(graph: ProjectGraph): KnownProject[] {
  return Object.values(graph.nodes).flatMap(({ data }) => {
    const { root, tags = [] } = data;
    const project = tags.some((tag) => tag.startsWith('fleet:')) ? parseFleetProject(root) : undefined;
    if (project === undefined) return [];
    const environment = tags.find((tag) => tag.startsWith('environment:'))?.slice('environment:'.length);
    return [{ environment, ...project }];
  });
}
