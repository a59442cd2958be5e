import type { Cache } from './cache.ts';
import { compareFleet, type FleetStep } from './compare-fleet.ts';
import type { Change } from './compare-overlay.ts';
import { FleetRenderer } from './fleet-renderer.ts';
import { addStep, emptyReport, orderFindings, type FleetReport } from './fleet-report.ts';
import { listServices, readWorkspace, type FleetFilter, type FleetInputs } from './read-workspace.ts';
import { toRefusal } from './refusal.ts';
import type { Workspace } from './workspace.ts';
import type { WriteOperations } from './write-operations.ts';

/** What a run is about and how it may be observed. */
export interface RunOptions {
  /** The workspace's folder. */
  folder: string;
  filter?: FleetFilter | undefined;
  /** Hash of the program, for the cache; without it nothing is cached. */
  tool?: string | undefined;
  /** Called after each placement with how many are done, of how many. */
  onProgress?: ((done: number, total: number) => void) | undefined;
  /** How the disk is changed; the real disk unless a test says otherwise. */
  operations?: WriteOperations | undefined;
}

/** A run under way. */
export interface Run {
  workspace: Workspace;
  options: RunOptions;
  cache: Cache | undefined;
  report: FleetReport;
}

/** Goes through the fleet, adds every step to the report and hands on each change, then the step. */
export async function runSteps(
  { workspace, options, cache, report }: Run,
  onChange: (change: Change, step: FleetStep) => void,
  onStep: (step: FleetStep) => void = () => {},
): Promise<FleetInputs> {
  const inputs = readWorkspace(workspace, options.filter);
  const { filter } = options;
  const renderer = new FleetRenderer(workspace.root, inputs, cache);
  const clusters = await selectClusters(inputs, renderer, filter);
  report.services = listServices(inputs).length;
  const total = report.services * clusters.size;
  let done = 0;
  for await (const step of compareFleet(workspace, { ...inputs, clusters }, { filter, renderer })) {
    addStep(report, step);
    for (const change of step.changes) onChange(change, step);
    onStep(step);
    if (step.service !== '') options.onProgress?.(Math.min(++done, total), total);
  }
  return inputs;
}

// Each cluster names its environment, so that all of them are read before it is known which are meant.
async function selectClusters(
  { clusters }: FleetInputs,
  renderer: FleetRenderer,
  { environment }: FleetFilter = {},
): Promise<FleetInputs['clusters']> {
  if (environment === undefined) return clusters;
  const selected: FleetInputs['clusters'] = new Map();
  for (const [name, file] of clusters)
    if ((await renderer.clusterFacts(name)).environment === environment) selected.set(name, file);
  return selected;
}

/** Runs a function and reports what stopped it, if it was something in the user's file system. */
export async function reportRefusals(run: (report: FleetReport) => Promise<void>): Promise<FleetReport> {
  const report = emptyReport();
  try {
    await run(report);
  } catch (error) {
    const refusal = toRefusal(error, 'Nothing was changed.');
    if (refusal === undefined) throw error;
    report.findings.push(refusal.finding);
  }
  report.findings = orderFindings(report.findings);
  return report;
}
