import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { onTestFinished } from 'vitest';
import { checkFleet } from '@fleetwright/fleet';
import { addModelService } from './model-service/add-model-service.ts';

/** Root of this repository: its samples are fixtures too. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

const FLEET = resolve(dirname(fileURLToPath(import.meta.url)), '../fixtures/fleet');

const INPUTS = [
  'clusters/prod-eu-west/cluster.yaml',
  'clusters/prod-us-east/cluster.yaml',
  'environments/production/environment.yaml',
  'environments/production/images.yaml',
];

/** A virtual workspace with two clusters and their environment, and no service. */
export function createFleetTree(): Tree {
  const tree = createTreeWithEmptyWorkspace();
  for (const path of INPUTS) tree.write(path, readFileSync(join(FLEET, path)));
  return tree;
}

/** Paths that changed since the workspace was made, in order. */
export function changedPaths(tree: Tree): string[] {
  const before = new Set(
    createFleetTree()
      .listChanges()
      .map(({ path }) => path),
  );
  return tree
    .listChanges()
    .map(({ path }) => path)
    .filter((path) => !before.has(path))
    .sort();
}

/** Writes files into a new folder that lasts as long as the test. */
export function makeFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-nx-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** A checksum. */
export const CHECKSUM = '1f'.repeat(32);

/** A service that has a model `m` with one version, written by hand; more fields of its spec come after. */
export function specText(name: string, more = ''): string {
  return `apiVersion: fleetwright.dev/v1alpha1
kind: ModelService
metadata: { name: ${name} }
spec:
  models:
    - name: m
      versions:
        - version: 1 # the first
          artifacts:
            - { storageUri: store://models/m/1, sha256: ${CHECKSUM}, size: 9Mi }
      config:
        backend: onnxruntime
        max_batch_size: 8
        input: [{ name: x, data_type: TYPE_FP32, dims: [4] }]
        output: [{ name: y, data_type: TYPE_FP32, dims: [2] }]
${more}`;
}

const OWN_PLATFORM = /^clusters\/prod-(?:us-east|eu-west)\/platform\//;

/** What a check of the tree's files by the engine reports, but for the fixture's own platform folders, which it lacks. */
export async function driftOf(tree: Tree): Promise<string[]> {
  const files = tree
    .listChanges()
    .flatMap(({ path, content }) => (content === null ? [] : [[path, content.toString()] as const]));
  const { findings } = await checkFleet({ folder: makeFolder(Object.fromEntries(files)) });
  return findings
    .filter(({ severity, file = '' }) => severity === 'error' && !OWN_PLATFORM.test(file))
    .map(({ file, message }) => `${file}: ${message}`);
}

/** What the tree holds, by path: equal before and after what changes nothing. */
export function contentOf(tree: Tree): Record<string, string> {
  return Object.fromEntries(
    tree.listChanges().map(({ path, type, content }) => [path, `${type} ${content?.toString() ?? ''}`]),
  );
}

/** Runs something that is to fail and gives its message. */
export async function messageOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

/** The same workspace with a service, vision, that has one model and an overlay on each cluster. */
export async function createServiceTree(): Promise<Tree> {
  const tree = createFleetTree();
  const options = {
    name: 'vision',
    preset: 'onnx',
    artifact: 'store://models/vision/1',
    sha256: 'a'.repeat(64),
  };
  await addModelService(tree, options, () => undefined);
  return tree;
}

/** Paths of the files that something writes, changes or deletes, in order. */
export async function changesOf(tree: Tree, run: () => Promise<unknown>): Promise<string[]> {
  const before = contentOf(tree);
  await run();
  const after = contentOf(tree);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => before[path] !== after[path])
    .sort();
}
