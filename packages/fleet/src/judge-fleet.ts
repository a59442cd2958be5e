import { hash } from 'node:crypto';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import type { Cache } from './cache.ts';
import type { FleetStep } from './compare-fleet.ts';
import type { FleetReport } from './fleet-report.ts';
import type { FolderJudge, FolderReport, GeneratedFolder } from './folder-judge.ts';
import { builtJudges, type BuiltJudges } from './built-judges.ts';
import type { KeptFacts } from './kept-facts.ts';
import { openCache } from './open-cache.ts';
import { readPlainFile } from './plain-file.ts';
import { digestFolder, type OverlayFolder } from './read-overlay.ts';
import type { FleetInputs } from './read-workspace.ts';
import { runSteps, type RunOptions } from './run-steps.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

/** A fleet whose generated folders were each judged. */
export interface JudgedFleet {
  workspace: Workspace;
  inputs: FleetInputs;
  cache: Cache | undefined;
  folders: JudgedFolder[];
  /** The judges that are built here, besides schemas and rules. */
  judges: BuiltJudges;
  /** Generated files that are not as a render would write them. */
  drifted: number;
  /** Loaded at the first question that the cache cannot answer. */
  judge: () => Promise<FolderJudge>;
  /** Ends the programs that judge, where any was started. */
  close: () => Promise<void>;
}

/** A generated folder and what was found in it. */
export interface JudgedFolder extends DigestedFolder {
  result: FolderReport;
  /** What is compared with other folders of the cluster: read from the cache when somebody asks. */
  facts: () => Promise<KeptFacts>;
}

interface DigestedFolder extends GeneratedFolder {
  digest: string;
}

/** Compares a fleet with a fresh render, as a check does, then judges what stands in its generated folders. */
export async function judgeFleet(options: RunOptions, report: FleetReport): Promise<JudgedFleet> {
  const workspace = openWorkspace(options.folder, options.operations);
  const cache = openCache(workspace, options.tool);
  const steps: FleetStep[] = [];
  let drifted = 0;
  const inputs = await runSteps(
    { workspace, options, cache, report },
    () => drifted++,
    (step) => void (step.folder && steps.push(step)),
  );
  let loaded: Promise<FolderJudge> | undefined;
  const load = async () => (await import('./folder-judge.ts')).FolderJudge.create(workspace.root, inputs);
  const judges = await builtJudges();
  const fleet = { workspace, inputs, cache, drifted, judges, judge: () => (loaded ??= load()) };
  const folders = await judgeFolders(fleet, digestFolders(workspace.root, steps));
  return { ...fleet, folders, close: async () => (await loaded)?.close() };
}

function digestFolders(root: string, steps: readonly FleetStep[]): DigestedFolder[] {
  return steps.map(({ cluster, service, folder, digest }) => ({
    cluster,
    service,
    folder: folder!,
    digest: `${digest ?? digestFolder(root, folder!)} ${digestPatches(root, folder!)}`,
  }));
}

type FolderJudging = Pick<JudgedFleet, 'cache' | 'inputs' | 'judge' | 'judges'>;

async function judgeFolders(
  fleet: FolderJudging,
  folders: readonly DigestedFolder[],
): Promise<JudgedFolder[]> {
  const { inputs, judges } = fleet;
  const platforms = new Map(
    folders
      .filter(({ cluster, service }) => cluster !== '' && service === '')
      .map((platform) => [platform.cluster, platform]),
  );
  const around = new Map(
    ['', ...inputs.clusters.keys()].map((cluster) => [cluster, digestFacts(inputs, cluster)]),
  );
  const judged: JudgedFolder[] = [];
  for (const generated of folders) {
    const { cluster, digest } = generated;
    const platform = platforms.get(cluster);
    const key = digestOf(digest, platform?.digest ?? '', around.get(cluster) ?? '', judges.stamp);
    judged.push(await judgeFolder(fleet, generated, { key, platform: platform?.folder }));
  }
  return judged;
}

async function judgeFolder(
  { cache, judge }: FolderJudging,
  generated: DigestedFolder,
  { key, platform }: { key: string; platform: OverlayFolder | undefined },
): Promise<JudgedFolder> {
  const { path } = generated.folder;
  const section = `validation.facts.${generated.cluster}`;
  const judgeNow = async () => {
    const judged = await (await judge()).judge(generated, platform);
    cache?.set('validation', path, key, judged.report);
    if (generated.cluster !== '') cache?.set(section, path, key, judged.facts);
    return judged;
  };
  const known = cache?.get<FolderReport>('validation', path, key);
  if (known === undefined) {
    const { report, facts } = await judgeNow();
    return { ...generated, result: report, facts: () => Promise.resolve(facts) };
  }
  return {
    ...generated,
    result: known,
    facts: async () => cache?.get<KeptFacts>(section, path, key) ?? (await judgeNow()).facts,
  };
}

/** Digest of what is known about a cluster besides its manifests; without a name, of what is known about all. */
export function digestFacts({ clusters, environments }: FleetInputs, cluster: string): string {
  const own = cluster === '' ? [...clusters.values()] : [clusters.get(cluster)];
  // Which environment a cluster names is a matter of parsing: any of them may be it.
  return digestOf(
    ...own.map((input) => input?.text ?? ''),
    ...[...environments].map(([name, files]) => `${name} ${files.environment.text}`),
  );
}

function digestPatches(root: string, { path, patches }: OverlayFolder): string {
  return patches
    .map((patch) => {
      const text = readPlainFile(root, `${path}/${PATCHES_FOLDER}/${patch}`)?.toString('utf8') ?? '';
      return `${patch} ${digestOf(text)}`;
    })
    .join();
}

/** Digest of texts in their order. */
export function digestOf(...parts: string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url');
}
