import { hash } from 'node:crypto';
import { PATCHES_FOLDER } from '@fleetwright/overlay/layout';
import type { SetReport } from '@fleetwright/validation';
import type { Cache } from './cache.ts';
import type { FleetStep } from './compare-fleet.ts';
import type { FleetReport } from './fleet-report.ts';
import type { FolderJudge, GeneratedFolder } from './folder-judge.ts';
import { builtJudges } from './built-judges.ts';
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
  judges: readonly string[];
  /** Generated files that are not as a render would write them. */
  drifted: number;
  /** Loaded at the first question that the cache cannot answer. */
  judge: () => Promise<FolderJudge>;
  /** Ends the programs that judge, where any was started. */
  close: () => Promise<void>;
}

/** A generated folder and what was found in it. */
export interface JudgedFolder extends DigestedFolder {
  result: SetReport;
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

async function judgeFolders(
  { cache, inputs, judge, judges }: Omit<JudgedFleet, 'folders' | 'close'>,
  folders: readonly DigestedFolder[],
): Promise<JudgedFolder[]> {
  const platforms = new Map(
    folders
      .filter(({ cluster, service }) => cluster !== '' && service === '')
      .map((platform) => [platform.cluster, platform]),
  );
  const judged: JudgedFolder[] = [];
  for (const generated of folders) {
    const { cluster, folder, digest } = generated;
    const platform = platforms.get(cluster);
    const key = digestOf(digest, platform?.digest ?? '', digestFacts(inputs, cluster), judges.join());
    const known = cache?.get<SetReport>('validation', folder.path, key);
    const result = known ?? (await (await judge()).judge(generated, platform?.folder));
    if (known === undefined) cache?.set('validation', folder.path, key, result);
    judged.push({ ...generated, result });
  }
  return judged;
}

/** Digest of what is known about a cluster besides its manifests. */
export function digestFacts({ clusters, environments }: FleetInputs, cluster: string): string {
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

/** Digest of texts in their order. */
export function digestOf(...parts: string[]): string {
  return hash('sha256', parts.join('\0'), 'base64url');
}
