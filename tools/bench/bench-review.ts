import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measure, medianCost, type Cost } from './measure.ts';
import { writeReviewWorkspace, type Side } from './write-review-workspace.ts';

/** How long a text is. */
export interface TextSize {
  lines: number;
  characters: number;
}

/** What reviewing one change of a fleet takes, and what others show of the same change. */
export interface ReviewFigures {
  services: number;
  /** Files whose text differs. */
  files: number;
  cost: Cost;
  /** The part of the Markdown before the details, and the whole. */
  summary: TextSize;
  markdown: TextSize;
  /** Bytes. */
  html: number;
  gitDiff: TextSize;
  /** Of one stream of manifests for each cluster, added up. */
  dyff: TextSize;
}

/** The programs that are measured. */
export interface ReviewPrograms {
  /** Script of the command. */
  fleetwright: string;
  /** Binary. */
  dyff: string;
}

interface Bench {
  folder: string;
  workspace: string;
  programs: ReviewPrograms;
}

/** Makes a fleet of so many services in an empty folder, commits it before and after a change, and reviews that. */
export function benchReview(
  folder: string,
  { services, runs }: { services: number; runs: number },
  programs: ReviewPrograms,
): ReviewFigures {
  const bench = { folder, workspace: join(folder, 'workspace'), programs };
  mkdirSync(bench.workspace);
  git(bench, 'init', '--quiet');
  for (const side of ['base', 'head'] as const) commitSide(bench, services, side);
  const costs = Array.from({ length: runs }, () => review(bench, 'markdown'));
  const text = readFileSync(outputOf(bench, 'markdown'), 'utf8');
  review(bench, 'html');
  return {
    services,
    files: git(bench, 'diff', '--name-only', 'base', 'head').split('\n').length - 1,
    cost: medianCost(costs),
    summary: sizeOf(text.slice(0, text.indexOf('<details>'))),
    markdown: sizeOf(text),
    html: statSync(outputOf(bench, 'html')).size,
    gitDiff: sizeOf(git(bench, 'diff', 'base', 'head')),
    dyff: diffStreams(bench),
  };
}

function commitSide(bench: Bench, services: number, side: Side): void {
  writeReviewWorkspace(bench.workspace, services, side);
  const args = [process.execPath, bench.programs.fleetwright, 'render', `--workspace=${bench.workspace}`];
  measure({ name: 'fleetwright render', args, output: join(bench.folder, 'out.txt') });
  for (const cluster of listClusters(bench))
    writeFileSync(streamOf(bench, cluster, side), readStream(join(bench.workspace, 'clusters', cluster)));
  git(bench, 'add', '--all', '--', 'apps', 'clusters', 'environments');
  git(bench, 'commit', '--quiet', '--message', side);
  git(bench, 'tag', side);
}

function review(bench: Bench, format: string): Cost {
  const options = [`--workspace=${bench.workspace}`, '--base=base', '--head=head', `--format=${format}`];
  return measure({
    name: 'fleetwright review',
    args: [process.execPath, bench.programs.fleetwright, 'review', ...options],
    output: outputOf(bench, format),
  });
}

function outputOf({ folder }: Bench, format: string): string {
  return join(folder, `review.${format}`);
}

function diffStreams(bench: Bench): TextSize {
  const sizes = listClusters(bench).map((cluster) => {
    const [base, head] = (['base', 'head'] as const).map((side) => streamOf(bench, cluster, side));
    return sizeOf(run(bench.programs.dyff, ['between', '--omit-header', base!, head!], bench.folder));
  });
  return {
    lines: sizes.reduce((sum, { lines }) => sum + lines, 0),
    characters: sizes.reduce((sum, { characters }) => sum + characters, 0),
  };
}

function listClusters({ workspace }: Bench): string[] {
  return readdirSync(join(workspace, 'clusters')).sort();
}

function streamOf({ folder }: Bench, cluster: string, side: Side): string {
  return join(folder, `${cluster}.${side}.yaml`);
}

function readStream(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && !NO_MANIFESTS.has(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  return files
    .sort()
    .map((file) => readFileSync(file, 'utf8'))
    .join('---\n');
}

const NO_MANIFESTS = new Set(['cluster.yaml', 'kustomization.yaml', 'placement.yaml']);

// In a repository of its own, whatever the machine configures.
function git({ workspace }: Bench, ...args: string[]): string {
  const identity = [
    '-c',
    'user.name=bench',
    '-c',
    'user.email=bench@example.com',
    '-c',
    'commit.gpgsign=false',
  ];
  const place = [`--git-dir=${join(workspace, '.git')}`, `--work-tree=${workspace}`];
  return run('git', [...place, ...identity, ...args], workspace);
}

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0)
    throw new Error(`${command} ${args[0] ?? ''} failed: ${error?.message ?? stderr.slice(-2000)}`);
  return stdout;
}

/** Counts the lines and characters of a text. */
export function sizeOf(text: string): TextSize {
  return { lines: text.trimEnd().split('\n').length, characters: text.length };
}
