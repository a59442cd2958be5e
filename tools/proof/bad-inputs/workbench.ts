import {
  cpSync,
  lstatSync,
  mkdtempSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import { modelServiceGenerator } from '@fleetwright/nx';
import { FsTree } from 'nx/src/generators/tree.js';
import { run } from '../../../packages/cli/src/run.ts';

const GOLDEN = resolve(
  import.meta.dirname,
  '../../../packages/overlay/fixtures/a-pytorch-model-on-two-clusters',
);

/** Where the files of the sample stand. */
export const SPEC = 'apps/image-classification/model-service.yaml';
export const CLUSTER = 'clusters/prod-us-east/cluster.yaml';
export const ENVIRONMENT = 'environments/production/environment.yaml';
export const IMAGES = 'environments/production/images.yaml';
export const OVERLAY = 'clusters/prod-us-east/image-classification';

/** What a command answered. */
export interface Outcome {
  exit: number;
  /** `<file>:<line>:<column> <rule>: <message>` of each error; a generator's own lines. */
  says: readonly string[];
}

/** One bad input and what it must get. */
export interface BadInput extends Outcome {
  /** Its number in the list of bad inputs; a row may have several. */
  row: number;
  title: string;
  /** Puts the input into a rendered workspace, runs the command and tells its answer. */
  act: (root: string) => Promise<Outcome>;
  /** Files that may differ afterwards: what is repaired or made. Without it nothing may. */
  mayChange?: RegExp;
  /** What must hold afterwards besides. */
  after?: (root: string) => void;
}

/** A rendered workspace of one service on two clusters; whoever makes it removes it. */
export function makeWorkspace(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-bad-')));
  for (const part of ['input', 'expected']) cpSync(join(GOLDEN, part), root, { recursive: true });
  return root;
}

/** Removes it. */
export function removeWorkspace(root: string): void {
  rmSync(root, { recursive: true, force: true });
}

/** Runs the command in this process. */
export async function fleetwright(root: string, ...args: string[]): Promise<Outcome> {
  let out = '';
  const exit = await run([...args, '--format=json'], {
    out: (text) => void (out += text),
    err: (text) => void (out += text),
    colour: false,
    progress: false,
    folder: root,
  });
  if (!out.startsWith('{')) return { exit, says: [hide(root, out.trimEnd())] };
  const { findings } = JSON.parse(out) as { findings: Finding[] };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return { exit, says: errors.map((finding) => hide(root, describe(finding))) };
}

function describe({ file = '', line, column, rule, message }: Finding): string {
  const position = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${file}${position} ${rule}: ${message}`;
}

function hide(root: string, text: string): string {
  return text.replaceAll(root, '.').replaceAll(/process \d+ on \S+\./g, 'process <pid> on <host>.');
}

/** Runs `nx generate model-service` over the files of a folder, without Nx around it: what it throws is code 1. */
export async function generate(
  root: string,
  options: { name: string; [option: string]: string },
): Promise<Outcome> {
  const tree = new FsTree(root, false);
  try {
    await modelServiceGenerator(tree, { preset: 'onnx', ...options });
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    return {
      exit: tree.listChanges().length === 0 ? 1 : -1,
      says: lines.slice(1).map((line) => hide(root, line)),
    };
  }
  return { exit: 0, says: tree.listChanges().map(({ type, path }) => `${type} ${path}`) };
}

/** Writes a file and the folders above it. */
export function write(root: string, path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Replaces a part of a file that must be there. */
export function edit(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(
    join(root, path),
    text.replace(from, () => to),
  );
}

/** Every regular file below a folder by its path, but the engine's own. */
export function readTree(root: string, folder = ''): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const name of readdirSync(join(root, folder)).sort()) {
    if (name === '.fleetwright') continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    const stat = lstatSync(join(root, path));
    if (stat.isDirectory()) Object.assign(tree, readTree(root, path));
    else if (stat.isFile())
      tree[path] = stat.size > 2 ** 20 ? `${stat.size} bytes` : readFileSync(join(root, path), 'utf8');
  }
  return tree;
}
