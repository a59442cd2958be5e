import type { Finding } from '@fleetwright/findings';
import type { Cache } from './cache.ts';
import { compareOverlay, type Change } from './compare-overlay.ts';
import { FleetRenderer } from './fleet-renderer.ts';
import { listOverlay } from './read-overlay.ts';
import { refuseUnknown, type FleetFilter, type FleetInputs } from './read-workspace.ts';
import { Refusal } from './refusal.ts';
import { listUnclaimed } from './unclaimed-folders.ts';
import type { Workspace } from './workspace.ts';

/** One step through the fleet: a placement, or the remains of one. */
export interface FleetStep {
  service: string;
  cluster: string;
  placed: boolean;
  resources: number;
  /** Generated files that are as they should be. */
  unchanged: number;
  changes: Change[];
  findings: Finding[];
}

/**
 * Renders a fleet and compares it with the tree, one placement at a time, so that memory does not grow with the
 * fleet. The last steps are overlays that no placement claims any more.
 */
export async function* compareFleet(
  workspace: Workspace,
  inputs: FleetInputs,
  { filter = {}, cache }: { filter?: FleetFilter | undefined; cache?: Cache | undefined } = {},
): AsyncGenerator<FleetStep> {
  const renderer = new FleetRenderer(workspace.root, inputs, cache);
  const claimed = new Set<string>();
  for await (const step of placementSteps(workspace, inputs, renderer)) {
    if (step.placed) claimed.add(`${step.cluster}/${step.service}`);
    yield step;
  }
  const isClaimed = (cluster: string, service: string) => claimed.has(`${cluster}/${service}`);
  let remains = 0;
  for (const { cluster, service, folder } of listUnclaimed(workspace, filter, isClaimed)) {
    const changes = compareOverlay(workspace.root, folder, []);
    remains += changes.length;
    if (changes.length > 0) yield { ...emptyStep(service, cluster), changes };
  }
  refuseUnknownNames(workspace, inputs, filter, remains);
}

async function* placementSteps(
  { root }: Workspace,
  inputs: FleetInputs,
  renderer: FleetRenderer,
): AsyncGenerator<FleetStep> {
  yield { ...emptyStep('', ''), findings: [...inputs.findings, ...(await renderer.environmentFindings())] };
  for (const cluster of inputs.clusters.keys()) {
    yield { ...emptyStep('', cluster), findings: (await renderer.clusterFacts(cluster)).findings };
  }
  for (const service of inputs.services.keys()) {
    if (inputs.clusters.size === 0) {
      yield { ...emptyStep(service, ''), findings: await renderer.serviceFindings(service) };
    }
    for (const cluster of inputs.clusters.keys())
      yield await comparePlacement(root, renderer, service, cluster);
  }
}

async function comparePlacement(
  root: string,
  renderer: FleetRenderer,
  service: string,
  cluster: string,
): Promise<FleetStep> {
  const step = { ...emptyStep(service, cluster), placed: true };
  try {
    const folder = listOverlay(root, cluster, service);
    const outcome = await renderer.placement(service, cluster, folder);
    const { findings } = outcome;
    switch (outcome.status) {
      case 'not-placed':
        return { ...step, placed: false, findings };
      case 'failed':
        // Its overlay is left as it is: nothing is written while there are errors.
        return { ...step, findings };
      case 'unchanged':
        return { ...step, resources: outcome.resources, unchanged: outcome.files, findings };
      case 'rendered': {
        const { files, resources } = outcome;
        const changes = compareOverlay(root, folder, files);
        const differing = changes.filter(({ kind }) => kind !== 'unexpected').length;
        return { ...step, resources, unchanged: files.length - differing, changes, findings };
      }
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...step, findings: [error.finding] };
  }
}

function emptyStep(service: string, cluster: string): FleetStep {
  return { service, cluster, placed: false, resources: 0, unchanged: 0, changes: [], findings: [] };
}

// A name that stands for nothing is a slip, unless its overlays still wait to be deleted.
function refuseUnknownNames(
  workspace: Workspace,
  { services, clusters, findings }: FleetInputs,
  { service, cluster }: FleetFilter,
  remains: number,
): void {
  if (remains > 0 || findings.length > 0) return;
  if (service !== undefined && !services.has(service)) throw refuseUnknown(workspace, 'apps', service);
  if (cluster !== undefined && !clusters.has(cluster)) throw refuseUnknown(workspace, 'clusters', cluster);
}
