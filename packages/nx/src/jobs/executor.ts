import type { ExecutorContext, ProjectGraph, TaskGraph } from '@nx/devkit';
import { parseFleetProject } from '../inference/fleet-project.ts';
import type { KnownProject } from './cover-projects.ts';
import { JOBS, runProjects, type Job, type ProjectOutcome } from './run-projects.ts';

/** Options of the render executor; schema.json describes them. */
export interface RenderOptions {
  check?: boolean;
}

/** One task of a batch that is done. */
export interface TaskOutcome {
  task: string;
  result: { success: boolean; terminalOutput: string };
}

type Executor<Options> = (
  options: Options,
  context: Pick<ExecutorContext, 'root' | 'projectName' | 'projectGraph'>,
) => Promise<{ success: boolean }>;

type BatchExecutor<Options> = (
  graph: Pick<TaskGraph, 'tasks'>,
  options: Readonly<Record<string, Options>>,
  overrides: Options,
  context: Pick<ExecutorContext, 'root' | 'projectGraph'>,
) => AsyncGenerator<TaskOutcome>;

const jobOfRender = ({ check = false }: RenderOptions): Job => (check ? 'check' : 'render');
const validate = (): Job => 'validate';

/** `nx render <project>` without batching. */
export const renderExecutor: Executor<RenderOptions> = (options, context) =>
  runOne(jobOfRender(options), context);

/** Renders what any number of tasks ask for in one process: starting one for each task costs more than the work. */
export const renderBatch: BatchExecutor<RenderOptions> = (graph, options, _overrides, context) =>
  runBatch(graph, (id) => jobOfRender(options[id] ?? {}), context);

/** `nx validate <project>` without batching. */
export const validateExecutor: Executor<object> = (_options, context) => runOne(validate(), context);

/** Validates what any number of tasks ask for in one process. */
export const validateBatch: BatchExecutor<object> = (graph, _options, _overrides, context) =>
  runBatch(graph, validate, context);

async function runOne(
  job: Job,
  context: Pick<ExecutorContext, 'root' | 'projectName' | 'projectGraph'>,
): Promise<{ success: boolean }> {
  const fleet = listFleet(context.projectGraph);
  const project = fleet.find(({ root }) => root === context.projectName);
  if (project === undefined) {
    console.error(`${context.projectName} is no service, cluster, environment or placement of a fleet.`);
    return { success: false };
  }
  const request = { folder: context.root, job, projects: [project], fleet };
  const outcome = (await runProjects(request)).get(project.root)!;
  (outcome.success ? console.log : console.error)(outcome.text.trimEnd());
  return { success: outcome.success };
}

async function* runBatch(
  { tasks }: Pick<TaskGraph, 'tasks'>,
  jobOf: (id: string) => Job,
  { root: folder, projectGraph }: Pick<ExecutorContext, 'root' | 'projectGraph'>,
): AsyncGenerator<TaskOutcome> {
  const fleet = listFleet(projectGraph);
  const byName = new Map(fleet.map((project) => [project.root, project]));
  for (const job of JOBS) {
    const ids = Object.keys(tasks).filter((id) => jobOf(id) === job);
    const projects = ids.flatMap((id) => byName.get(tasks[id]!.target.project) ?? []);
    if (ids.length === 0) continue;
    const outcomes = await runProjects({ folder, job, projects, fleet });
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
