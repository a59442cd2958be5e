import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { SERVICE_KINDS, PLATFORM_CLUSTER_KINDS, PLATFORM_KINDS } from '@fleetwright/argocd';
import { buildTool } from '../go/build.ts';
import { runKubeconform } from './kubeconform.ts';
import { allOverlays, parseManifests, readResources, sharedFolders, type Manifest } from './overlays.ts';

let kustomize: string;
beforeAll(() => {
  kustomize = buildTool('kustomize');
}, 600_000);

const folders = sharedFolders();

function listed(folder: string): string[] {
  const { resources } = load(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
    resources: string[];
  };
  return resources.map((file) => join(folder, file));
}

const written = (folder: string): Manifest[] =>
  listed(folder).flatMap((file) => parseManifests(readFileSync(file, 'utf8')));

const sorted = (manifests: readonly Manifest[]) =>
  [...manifests].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));

const nameOf = ({ kind, metadata }: Manifest) => `${kind}/${metadata.name}`;

const kindsOf = (manifests: readonly Manifest[]) =>
  new Set(
    manifests.map(
      ({ apiVersion, kind }) => `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`,
    ),
  );

const permitted = (kinds: readonly { group: string; kind: string }[]) =>
  kinds.map(({ group, kind }) => `${group}/${kind}`);

describe('platform and argocd folders and retired overlays', () => {
  it('are there to be looked at, of each sort', () => {
    for (const sort of [/platform$/, /argocd$/, /a-retired-service.*\/sentiment$/])
      expect(folders.filter(({ title }) => sort.test(title)).length, String(sort)).toBeGreaterThan(0);
  });

  it.each(folders)('are built by Kustomize to what was rendered: $title', ({ folder }) => {
    const { status, stdout, stderr } = spawnSync(kustomize, ['build', folder], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(sorted(parseManifests(stdout))).toEqual(sorted(written(folder)));
  });

  it('fit the closed schemas', () => {
    const report = runKubeconform(
      folders.flatMap(({ folder, kubernetes }) => listed(folder).map((file) => ({ file, kubernetes }))),
    );
    expect(report.resources).toEqual([]);
    expect(report.summary).toMatchObject({ invalid: 0, errors: 0, skipped: 0 });
    expect(report.summary.valid).toBeGreaterThan(50);
  });

  it('put nothing into a wave but the projects, which come first', () => {
    const all = folders.flatMap(({ folder }) => written(folder));
    const waves = all.filter(
      ({ metadata }) => metadata.annotations?.['argocd.argoproj.io/sync-wave'] !== undefined,
    );
    expect(new Set(waves.map(({ kind }) => kind))).toEqual(new Set(['AppProject']));
    const services = allOverlays().flatMap((overlay) => readResources(overlay));
    for (const { metadata } of services)
      expect(metadata.annotations ?? {}).not.toHaveProperty(['argocd.argoproj.io/sync-wave']);
  });
});

describe('the AppProjects', () => {
  it('permit every kind that services render', () => {
    const rendered = kindsOf(allOverlays().flatMap((overlay) => readResources(overlay)));
    expect(permitted(SERVICE_KINDS)).toEqual(expect.arrayContaining([...rendered]));
  });

  it('permit exactly the kinds that a platform folder renders', () => {
    const platform = folders.filter(({ title }) => title.endsWith('/platform'));
    const rendered = kindsOf(platform.flatMap(({ folder }) => written(folder)));
    expect(rendered).toEqual(new Set(permitted([...PLATFORM_KINDS, ...PLATFORM_CLUSTER_KINDS])));
  });
});
