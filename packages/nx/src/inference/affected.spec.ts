import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from '../testing-workspace.ts';

let copy: Workspace;

beforeAll(() => (copy = copyWorkspace()));
afterAll(() => copy.remove());

const list = (folder: string) => readdirSync(join(copy.folder, folder)).sort();
const field = (file: string, name: string) =>
  new RegExp(`^  ${name}: (\\S+)$`, 'm').exec(readFileSync(join(copy.folder, file), 'utf8'))?.[1];
const environmentOf = (cluster: string) => field(`clusters/${cluster}/cluster.yaml`, 'environment')!;
const isFrozen = (environment: string) =>
  field(`environments/${environment}/environment.yaml`, 'promotedFrom') !== undefined;
const placementsOn = (cluster: string) =>
  list(`clusters/${cluster}`).filter((name) =>
    existsSync(join(copy.folder, `clusters/${cluster}/${name}/placement.yaml`)),
  );
const generatedOn = (cluster: string) =>
  [...placementsOn(cluster), 'platform'].map((name) => `clusters/${cluster}/${name}`);
const clustersOf = (environment: string) =>
  list('clusters').filter((cluster) => environmentOf(cluster) === environment);
const placementsOf = (service: string, clusters: string[]) =>
  clusters
    .filter((cluster) => placementsOn(cluster).includes(service))
    .map((cluster) => `clusters/${cluster}/${service}`);

function affectedBy(file: string): string[] {
  const { status, stdout, output } = copy.nx('show', 'projects', '--affected', `--files=${file}`, '--json');
  expect(status, output).toBe(0);
  return (JSON.parse(stdout) as string[]).sort();
}

describe('nx show projects --affected, run for real', { timeout: 120_000 }, () => {
  it('marks, for a spec, the service and its placements where no release is frozen', () => {
    for (const service of list('apps')) {
      const live = list('clusters').filter((cluster) => !isFrozen(environmentOf(cluster)));
      expect(affectedBy(`apps/${service}/model-service.yaml`)).toEqual(
        [`apps/${service}`, ...placementsOf(service, live)].sort(),
      );
    }
  });

  it('marks, for a release, the release and its placements in that environment', () => {
    const service = 'image-classification';
    const release = `environments/production/releases/${service}`;
    expect(affectedBy(`${release}/model-service.yaml`)).toEqual(
      [release, ...placementsOf(service, clustersOf('production'))].sort(),
    );
  });

  it('marks, for a cluster, the cluster, what is on it and what Argo CD reads about it', () => {
    for (const cluster of list('clusters')) {
      expect(affectedBy(`clusters/${cluster}/cluster.yaml`)).toEqual(
        [
          `clusters/${cluster}`,
          ...generatedOn(cluster),
          `environments/${environmentOf(cluster)}/argocd`,
        ].sort(),
      );
    }
  });

  it('marks, for an environment, the environment and what is generated for it', () => {
    for (const environment of list('environments')) {
      const root = `environments/${environment}`;
      expect(affectedBy(`${root}/environment.yaml`)).toEqual(
        [root, `${root}/argocd`, ...clustersOf(environment).flatMap(generatedOn)].sort(),
      );
    }
  });

  it.each(['clusters/dev/image-classification', 'clusters/dev/platform', 'environments/dev/argocd'])(
    'marks, for a file of the generated folder %s, that folder alone',
    (root) => {
      expect(affectedBy(`${root}/kustomization.yaml`)).toEqual([root]);
    },
  );

  it('marks no project of the fleet for a package', () => {
    const affected = affectedBy('packages/nx/src/plugin.ts');
    expect(affected).toContain('nx');
    expect(affected.filter((name) => name.includes('/'))).toEqual([]);
  });

  it('names no two projects alike', () => {
    const projects = JSON.parse(copy.nx('show', 'projects', '--json').stdout) as string[];
    expect(new Set(projects).size).toBe(projects.length);
    expect(list('packages').filter((name) => !projects.includes(name))).toEqual([]);
  });
});
