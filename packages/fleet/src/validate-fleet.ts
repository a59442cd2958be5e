import { hash } from 'node:crypto';
import type { Finding } from '@fleetwright/findings';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import { readManifests } from '@fleetwright/manifests';
import type { SetReport } from '@fleetwright/validation';
import type { Cache } from './cache.ts';
import type { FleetStep } from './compare-fleet.ts';
import type { FleetReport } from './fleet-report.ts';
import type { FolderJudge, GeneratedFolder } from './folder-judge.ts';
import { openCache } from './open-cache.ts';
import { readPlainFile } from './plain-file.ts';
import { digestFolder, type OverlayFolder } from './read-overlay.ts';
import type { FleetInputs } from './read-workspace.ts';
import { reportRefusals, runSteps, type RunOptions } from './run-steps.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** What validating a fleet gave. */
export interface ValidationReport extends FleetReport {
  clusters: number;
  /** Rules that no set of objects gave the facts for. */
  notApplicable: string[];
}

/** What a validation is about. */
export interface ValidationOptions extends RunOptions {
  /** The day on which it is done, such as 2026-11-25: waivers expire. */
  today: string;
}

interface Validation {
  workspace: Workspace;
  inputs: FleetInputs;
  cache: Cache | undefined;
  folders: (GeneratedFolder & { digest: string })[];
  /** Loaded at the first folder that the cache does not know. */
  judge: () => Promise<FolderJudge>;
}

/** Judges the committed manifests of a fleet as they stand, and the files that they are rendered from. */
export async function validateFleet(options: ValidationOptions): Promise<ValidationReport> {
  let clusters = 0;
  let notApplicable: string[] = [];
  const report = await reportRefusals(async (started) => {
    const workspace = openWorkspace(options.folder, options.operations);
    const cache = openCache(workspace, options.tool);
    const steps: FleetStep[] = [];
    let drifted = 0;
    const inputs = await runSteps(
      { workspace, options, cache, report: started },
      () => drifted++,
      (step) => void (step.folder && steps.push(step)),
    );
    const validation = prepare(workspace, inputs, cache, steps);
    const results = await judgeFolders(validation);
    started.resources = 0;
    for (const { resources, findings } of results.values()) {
      started.resources += resources;
      started.findings.push(...findings);
    }
    if (options.filter === undefined) started.findings.push(...(await judgeClusters(validation, results)));
    if (drifted > 0) started.findings.push(describeDrifted(drifted));
    started.findings = await waive(started.findings, validation, options);
    cache?.save({ complete: options.filter === undefined });
    clusters = inputs.clusters.size;
    notApplicable = commonTo([...results.values()].map((result) => result.notApplicable));
  });
  return { ...report, clusters, notApplicable };
}

function prepare(
  workspace: Workspace,
  inputs: FleetInputs,
  cache: Cache | undefined,
  steps: readonly FleetStep[],
): Validation {
  const { root } = workspace;
  const folders = steps.map(({ cluster, service, folder, digest }) => ({
    cluster,
    service,
    folder: folder!,
    digest: `${digest ?? digestFolder(root, folder!)} ${digestPatches(root, folder!)}`,
  }));
  let judge: Promise<FolderJudge> | undefined;
  const load = async () => (await import('./folder-judge.ts')).FolderJudge.create(root, inputs);
  return { workspace, inputs, cache, folders, judge: () => (judge ??= load()) };
}

async function judgeFolders(validation: Validation): Promise<Map<string, SetReport>> {
  const { folders, cache, inputs } = validation;
  const platforms = new Map(
    folders
      .filter(({ cluster, service }) => cluster !== '' && service === '')
      .map((platform) => [platform.cluster, platform]),
  );
  const results = new Map<string, SetReport>();
  for (const generated of folders) {
    const { cluster, folder, digest } = generated;
    const platform = platforms.get(cluster);
    const key = digestOf(digest, platform?.digest ?? '', factsOf(inputs, cluster));
    const known = cache?.get<SetReport>('validation', folder.path, key);
    const result = known ?? (await validation.judge()).judge(generated, platform?.folder);
    if (known === undefined) cache?.set('validation', folder.path, key, result);
    results.set(folder.path, result);
  }
  return results;
}

async function judgeClusters(
  validation: Validation,
  results: ReadonlyMap<string, SetReport>,
): Promise<Finding[]> {
  const { inputs, cache, folders, workspace } = validation;
  const findings: Finding[] = [];
  for (const cluster of inputs.clusters.keys()) {
    const sets = folders.filter((entry) => entry.cluster === cluster);
    const key = digestOf(
      factsOf(inputs, cluster),
      ...sets.map(({ folder, digest }) => `${folder.path} ${digest}`),
    );
    let found = cache?.get<Finding[]>('validation.clusters', cluster, key);
    if (found === undefined) {
      const { locatePlace, validateCluster } = await import('@fleetwright/validation');
      found = validateCluster(
        sets.map(({ folder }) => results.get(folder.path)!.facts),
        {
          facts: (await validation.judge()).knownCluster(cluster),
          locate: (place) =>
            locatePlace(
              readManifests(place.file, readPlainFile(workspace.root, place.file)?.toString('utf8') ?? '')
                .manifests,
              place,
            ),
        },
      ).map((finding) => ({ ...finding, cluster }));
      cache?.set('validation.clusters', cluster, key, found);
    }
    findings.push(...found);
  }
  return findings;
}

async function waive(
  findings: Finding[],
  { inputs }: Validation,
  { filter, today }: ValidationOptions,
): Promise<Finding[]> {
  const recorded = [...inputs.environments.values()].filter(({ environment }) =>
    environment.text.includes('waivers:'),
  );
  if (recorded.length === 0) return findings;
  const { recordedWaivers } = await import('./recorded-waivers.ts');
  const { applyWaivers } = await import('@fleetwright/validation');
  const waived = applyWaivers(findings, recordedWaivers(inputs), today);
  // A run about a part of the fleet cannot tell what a waiver is unused for.
  return filter === undefined ? waived : waived.filter(({ rule }) => rule !== 'waiver/unused');
}

function factsOf({ clusters, environments }: FleetInputs, cluster: string): string {
  const text = clusters.get(cluster)?.text ?? '';
  // Which environment a cluster names is a matter of parsing: any of them may be it.
  return digestOf(text, ...[...environments].map(([name, files]) => `${name} ${files.environment.text}`));
}

function digestPatches(root: string, { path, patches }: OverlayFolder): string {
  return patches
    .map((patch) => {
      const text = readPlainFile(root, `${path}/${PATCHES_FOLDER}/${patch}`)?.toString('utf8') ?? '';
      return `${patch} ${digestOf(text)}`;
    })
    .join();
}

function digestOf(...parts: string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url');
}

// A rule that one set had the facts for was applied.
function commonTo(lists: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((id) => others.every((list) => list.includes(id)));
}

function describeDrifted(files: number): Finding {
  return {
    rule: 'validation/not-rendered',
    severity: 'warning',
    message: `${files} ${files === 1 ? 'file is' : 'files are'} not as a render would write ${files === 1 ? 'it' : 'them'}; what stands in the tree was judged.`,
    fix: 'Run: fleetwright render',
  };
}
