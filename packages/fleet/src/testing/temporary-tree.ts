import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { sortNames } from '../code-unit-order.ts';

const SAMPLE = fileURLToPath(
  new URL('../../../overlay/fixtures/a-pytorch-model-on-two-clusters/input', import.meta.url),
);

/** A new folder that goes away after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A workspace of one service on two clusters, not rendered yet. */
export function sampleWorkspace(): string {
  const root = temporaryFolder();
  cpSync(SAMPLE, root, { recursive: true });
  return root;
}

/** Adds a service that is like the sample's but for its name. */
export function addService(root: string, name: string): void {
  const text = readFileSync(join(root, 'apps/image-classification/model-service.yaml'), 'utf8');
  writeText(
    root,
    `apps/${name}/model-service.yaml`,
    text.replace('name: image-classification', `name: ${name}`),
  );
}

/** Adds an environment that is like production but for its name. */
export function addEnvironment(root: string, name: string): void {
  const tree = readTree(root, 'environments/production');
  for (const file of ['environment.yaml', 'images.yaml']) {
    const text = tree[`environments/production/${file}`]!;
    writeText(root, `environments/${name}/${file}`, text.replace('name: production', `name: ${name}`));
  }
}

/** Adds a cluster that is like prod-us-east but for its name and environment. */
export function addCluster(root: string, name: string, environment: string): void {
  const text = readFileSync(join(root, 'clusters/prod-us-east/cluster.yaml'), 'utf8')
    .replaceAll('prod-us-east', name)
    .replace('environment: production', `environment: ${environment}`);
  writeText(root, `clusters/${name}/cluster.yaml`, text);
}

/** Writes a file and the folders above it. */
export function writeText(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Replaces a part of a file; the part must be there. */
export function editText(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(join(root, path), text.replace(from, to));
}

/** Every regular file below a folder but those of .fleetwright/, by path in code-unit order. */
export function readTree(root: string, folder = ''): Record<string, string> {
  const tree: Record<string, string> = {};
  for (const name of sortNames(readdirSync(join(root, folder)))) {
    if (name === '.fleetwright') continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    const stat = lstatSync(join(root, path));
    if (stat.isDirectory()) Object.assign(tree, readTree(root, path));
    else if (stat.isFile()) tree[path] = readFileSync(join(root, path), 'utf8');
  }
  return tree;
}
