import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** The clusters of a measured fleet: those of the reference fleet, and one more like the first. */
export const CLUSTERS = ['prod-us-east', 'prod-eu-west', 'prod-us-west'] as const;

/** Writes a workspace of so many services on three clusters, varied from the reference fleet. */
export function writeWorkspace(folder: string, services: number): void {
  writeEnvironment(join(folder, 'environments/production'));
  for (const cluster of CLUSTERS) {
    const text = readFileSync(join(REPOSITORY, 'clusters', modelOf(cluster), 'cluster.yaml'), 'utf8');
    writeInput(
      join(folder, 'clusters', cluster),
      'cluster.yaml',
      text.replaceAll('us-east', cluster.slice(5)),
    );
  }
  for (let index = 0; index < services; index++) {
    writeInput(join(folder, 'apps', serviceName(index)), 'model-service.yaml', specText(index));
  }
}

// It renders apps/ itself, without releases; what is measured is the placements.
function writeEnvironment(folder: string): void {
  const source = join(REPOSITORY, 'environments/production');
  const text = readFileSync(join(source, 'environment.yaml'), 'utf8');
  writeInput(folder, 'environment.yaml', text.replace(/^  (?:promotedFrom|waves): .*\n/gm, ''));
  writeInput(folder, 'images.yaml', readFileSync(join(source, 'images.yaml'), 'utf8'));
}

function modelOf(cluster: string): string {
  return cluster === 'prod-us-west' ? 'prod-us-east' : cluster;
}

function writeInput(folder: string, file: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, file), text);
}

const APPS = ['image-classification', 'text-classification'] as const;

function appOf(index: number): string {
  return APPS[index % APPS.length] as string;
}

/** Name of a service of a measured fleet. */
export function serviceName(index: number): string {
  return `${appOf(index)}-${String(index).padStart(3, '0')}`;
}

/** The spec of a service; another `edition` is the same service after an edit. */
export function specText(index: number, edition = 0): string {
  const app = appOf(index);
  const text = readFileSync(join(REPOSITORY, 'apps', app, 'model-service.yaml'), 'utf8');
  const underscored = app.replaceAll('-', '_');
  return text
    .replace(/^  placement:\n    .*\n/m, '')
    .replaceAll(app, serviceName(index))
    .replaceAll(underscored, `${underscored}_${String(index).padStart(3, '0')}`)
    .replace(/sha256: \w+/, `sha256: ${createHash('sha256').update(String(index)).digest('hex')}`)
    .replace(/size: \d+Mi/, `size: ${80 + ((index * 13) % 400)}Mi`)
    .replace(/max_batch_size: \d+/, `max_batch_size: ${[4, 8, 16, 32][index % 4]}`)
    .replace(/expectedRate: \d+/, `expectedRate: ${40 + ((index * 7 + edition) % 200)}`)
    .replace(/maxReplicas: \d+/, `maxReplicas: ${4 + (index % 3)}`)
    .replace(/threshold: \d+ms/, `threshold: ${[100, 150, 200, 250, 400][index % 5]}ms`);
}
