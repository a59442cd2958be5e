import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { serviceName, specText, writeWorkspace } from './write-workspace.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

const STAGING = 'staging-us-east';

/** The service that asks for its release itself, so that the environment's default does not reach it. */
const PINNED = 6;

/** Whether the change that is reviewed has been made. */
export type Side = 'base' | 'head';

/**
 * Writes the hand-written files of a fleet with one staging cluster and two of production, before or after a change of
 * two lines: the release that production defaults to, and one batch setting of every service.
 */
export function writeReviewWorkspace(folder: string, services: number, side: Side): void {
  writeWorkspace(folder, services);
  rmSync(join(folder, 'clusters/prod-us-west'), { recursive: true });
  write(folder, `clusters/${STAGING}/cluster.yaml`, readOriginal(`clusters/${STAGING}/cluster.yaml`));
  writeEnvironment(folder, 'staging', '26.07');
  writeEnvironment(folder, 'production', side === 'base' ? '26.07' : '26.08');
  for (let index = 0; index < services; index++) {
    const spec = editSpec(specText(index), index, side);
    write(folder, `apps/${serviceName(index)}/model-service.yaml`, spec);
    write(folder, `environments/production/releases/${serviceName(index)}/model-service.yaml`, spec);
  }
}

function writeEnvironment(folder: string, name: string, release: string): void {
  const path = `environments/${name}/environment.yaml`;
  const text = readOriginal(path);
  const line = `    triton: { release: '${release}' }\n`;
  const isDefaulting = text.includes('\n  defaults:\n');
  write(
    folder,
    path,
    isDefaulting
      ? text.replace('\n  defaults:\n', `\n  defaults:\n${line}`)
      : text.replace('\nspec:\n', `\nspec:\n  defaults:\n${line}`),
  );
  write(
    folder,
    `environments/${name}/images.yaml`,
    withNextImage(readOriginal(`environments/${name}/images.yaml`)),
  );
}

// The next release is locked on both sides: locking it is a change of its own.
function withNextImage(images: string): string {
  const [known = ''] = / {4}- repository: nvcr\.io\/nvidia\/tritonserver\n(?: {6}.*\n)+/.exec(images) ?? [];
  return `${images}${known.replaceAll('2607', '2608').replaceAll('26.07', '26.08')}`;
}

function editSpec(text: string, index: number, side: Side): string {
  const delay = side === 'base' ? 2000 : 500;
  const batching = text.replace(
    /dynamic_batching: \{.*\}/,
    `dynamic_batching: { max_queue_delay_microseconds: ${delay} }`,
  );
  return index === PINNED ? batching : batching.replace(/^ {2}triton:\n {4}release: .*\n/m, '');
}

function readOriginal(path: string): string {
  return readFileSync(join(REPOSITORY, path), 'utf8');
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
