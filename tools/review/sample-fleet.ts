import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeFleet } from '@fleetwright/fleet';

const ROOT = resolve(import.meta.dirname, '../..');
const INPUTS = ['apps', 'clusters', 'environments', 'fleetwright.yaml'];

/** Hand-written files whose path fits, and what is replaced in them. */
const EDITS: readonly (readonly [path: RegExp, from: string, to: string])[] = [
  // One image on two clusters.
  [/^environments\/production\/releases\/(?:image|text)-.*\.yaml$/, "release: '26.07'", "release: '26.06'"],
  [/^environments\/production\/images\.yaml$/, 'tag: 26.07-py3', 'tag: 26.06-py3'],
  // One batch setting everywhere.
  [/\/model-service\.yaml$/, 'max_queue_delay_microseconds: 2000', 'max_queue_delay_microseconds: 2500'],
  // More GPUs and a bolder canary in production.
  [
    /^environments\/production\/releases\/image-classification\/.*\.yaml$/,
    'maxReplicas: 6',
    'maxReplicas: 9',
  ],
  [
    /^environments\/production\/releases\/image-classification\/.*\.yaml$/,
    '- setWeight: 50',
    '- setWeight: 75',
  ],
];

/** Makes a repository in an empty folder: this fleet committed, and an edit of it rendered but not committed. */
export async function writeSampleFleet(folder: string): Promise<void> {
  for (const input of INPUTS) cpSync(join(ROOT, input), join(folder, input), { recursive: true });
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(
    folder,
    '-c',
    'user.name=Sample',
    '-c',
    'user.email=sample@example.com',
    'commit',
    '--quiet',
    '-m',
    'The fleet',
  );
  for (const [path, from, to] of EDITS) edit(folder, path, from, to);
  const { findings } = await writeFleet({ folder });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(`The sample does not render: ${errors.map(({ message }) => message).join('; ')}`);
}

function edit(folder: string, path: RegExp, from: string, to: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => path.test(file));
  const fitting = files.filter((file) => readFileSync(join(folder, file), 'utf8').includes(from));
  if (fitting.length === 0) throw new Error(`No file like ${String(path)} holds ${from}.`);
  for (const file of fitting) {
    const full = join(folder, file);
    writeFileSync(full, readFileSync(full, 'utf8').replaceAll(from, to));
  }
}

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
}
