import type { Finding } from '@fleetwright/findings';
import { argocdPath, overlayPath, PLATFORM_FOLDER } from '@fleetwright/overlay/layout';
import { compareOverlay, type Change } from './compare-overlay.ts';
import type { FleetRenderer, FolderOutcome } from './fleet-renderer.ts';
import { listGenerated, listOverlay, type OverlayFolder } from './read-overlay.ts';
import { listServices, refuseUnknown, type FleetFilter, type FleetInputs } from './read-workspace.ts';
import { Refusal } from './refusal.ts';
import { listUnclaimed } from './unclaimed-folders.ts';
import type { Workspace } from './workspace.ts';

/** One step through the fleet: a placement, a folder of a cluster or environment, or the remains of one. */
export interface FleetStep {
  /** Empty where the step is about no service. */
  service: string;
  /** Empty where the step is about no cluster. */
  cluster: string;
  placed: boolean;
  resources: number;
  /** Generated files that are as they should be. */
  unchanged: number;
  changes: Change[];
  findings: Finding[];
  /** The generated folder that the step is about; undefined where nothing is rendered. */
  folder?: OverlayFolder;
  /** Digest of the folder's files, where comparing them needed it. */
  digest?: string;
}

/** A fleet on its way through {@link compareFleet}. */
interface Comparison {
  root: string;
  inputs: FleetInputs;
  filter: FleetFilter;
  renderer: FleetRenderer;
  /** Folders that something is rendered into, relative to the root. */
  claimed: Set<string>;
  placements: { cluster: string; service: string }[];
}

/**
 * Renders a fleet and compares it with the tree, one folder at a time, so that memory does not grow with the
 * fleet. The last steps are folders that nothing claims any more.
 */
export async function* compareFleet(
  workspace: Workspace,
  inputs: FleetInputs,
  { filter = {}, renderer }: { filter?: FleetFilter | undefined; renderer: FleetRenderer },
): AsyncGenerator<FleetStep> {
  const { root } = workspace;
  const comparison: Comparison = { root, inputs, filter, renderer, claimed: new Set(), placements: [] };
  yield* inputSteps(comparison);
  yield* placementSteps(comparison);
  yield* platformSteps(comparison);
  yield* argocdSteps(comparison);
  let remains = 0;
  const clusters = filter.environment === undefined ? undefined : [...inputs.clusters.keys()];
  const { claimed } = comparison;
  for (const { cluster, service, folder } of listUnclaimed(workspace, { ...filter, clusters }, claimed)) {
    const changes = compareOverlay(root, folder, []);
    remains += changes.length;
    if (changes.length > 0) yield { ...emptyStep(service, cluster), changes };
  }
  refuseUnknownNames(workspace, inputs, filter, remains);
}

async function* inputSteps({ inputs, filter, renderer }: Comparison): AsyncGenerator<FleetStep> {
  const findings = [...inputs.findings];
  for (const name of inputs.environments.keys())
    findings.push(...(await renderer.environmentFacts(name)).findings);
  findings.push(...(await renderer.referenceFindings({ allClusters: filter.cluster === undefined })));
  yield { ...emptyStep('', ''), findings };
  for (const cluster of inputs.clusters.keys()) {
    yield { ...emptyStep('', cluster), findings: (await renderer.clusterFacts(cluster)).findings };
  }
}

async function* placementSteps(comparison: Comparison): AsyncGenerator<FleetStep> {
  const { root, inputs, filter, renderer, claimed, placements } = comparison;
  const readsAll = filter.cluster === undefined && filter.environment === undefined;
  for (const service of listServices(inputs)) {
    const findings = readsAll ? await renderer.serviceReferenceFindings(service) : [];
    if (findings.length > 0) yield { ...emptyStep(service, ''), findings };
    if (inputs.clusters.size === 0) {
      yield { ...emptyStep(service, ''), findings: await renderer.serviceFindings(service) };
    }
    for (const cluster of inputs.clusters.keys()) {
      const step = await compareFolder(
        root,
        { ...emptyStep(service, cluster), placed: true },
        () => listOverlay(root, cluster, service),
        (folder) => renderer.placement(service, cluster, folder),
      );
      if (step.placed) {
        claimed.add(overlayPath(cluster, service));
        placements.push({ cluster, service });
      }
      yield step;
    }
  }
}

// What a run about one service leaves alone: nothing here is made from services.
async function* platformSteps({
  root,
  inputs,
  filter,
  renderer,
  claimed,
}: Comparison): AsyncGenerator<FleetStep> {
  if (filter.service !== undefined) return;
  for (const cluster of inputs.clusters.keys()) {
    const path = overlayPath(cluster, PLATFORM_FOLDER);
    claimed.add(path);
    yield await compareFolder(
      root,
      emptyStep('', cluster),
      () => listGenerated(root, path),
      (folder) => renderer.platform(cluster, folder),
    );
  }
}

// What a run about one cluster leaves alone too: it names the clusters of its environment.
async function* argocdSteps(comparison: Comparison): AsyncGenerator<FleetStep> {
  const { root, inputs, filter, renderer, claimed, placements } = comparison;
  if (filter.service !== undefined || filter.cluster !== undefined) return;
  for (const environment of inputs.environments.keys()) {
    if (filter.environment !== undefined && environment !== filter.environment) continue;
    const { argocd, findings } = await renderer.environmentFacts(environment);
    // Of an environment that cannot be read nobody knows whether it wants the folder.
    if (argocd === undefined && !findings.some(({ severity }) => severity === 'error')) continue;
    const path = argocdPath(environment);
    claimed.add(path);
    yield await compareFolder(
      root,
      emptyStep('', ''),
      () => listGenerated(root, path),
      (folder) => renderer.argocd(environment, placements, folder),
    );
  }
}

async function compareFolder(
  root: string,
  step: FleetStep,
  list: () => OverlayFolder,
  render: (folder: OverlayFolder) => Promise<FolderOutcome>,
): Promise<FleetStep> {
  try {
    const folder = list();
    const outcome = await render(folder);
    const { findings } = outcome;
    switch (outcome.status) {
      case 'not-placed':
        return { ...step, placed: false, findings };
      case 'failed':
        // The folder is left as it is: nothing is written while there are errors.
        return { ...step, findings, folder };
      case 'unchanged':
        return {
          ...step,
          resources: outcome.resources,
          unchanged: outcome.files,
          findings,
          folder,
          digest: outcome.digest,
        };
      case 'rendered': {
        const { files, resources } = outcome;
        const changes = compareOverlay(root, folder, files);
        const differing = changes.filter(({ kind }) => kind !== 'unexpected').length;
        return { ...step, resources, unchanged: files.length - differing, changes, findings, folder };
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
  inputs: FleetInputs,
  { service, cluster }: FleetFilter,
  remains: number,
): void {
  if (remains > 0 || inputs.findings.length > 0) return;
  if (service !== undefined && !listServices(inputs).includes(service))
    throw refuseUnknown(workspace, 'apps', service);
  if (cluster !== undefined && !inputs.clusters.has(cluster))
    throw refuseUnknown(workspace, 'clusters', cluster);
}
