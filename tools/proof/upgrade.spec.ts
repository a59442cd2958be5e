import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { writeFleet } from '@fleetwright/fleet';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findImmutableChanges } from './immutable-fields.ts';
import { goldenCases, goldenInput } from './golden-inputs.ts';
import { applyJsonPatch } from './json-patch.ts';
import { goldenOverlays, nameOf, readResources, type Manifest } from './overlays.ts';

interface Spec {
  triton?: object;
  resources?: { limits?: object };
  modelRepository?: string;
  models: { versions: Version[] }[];
}

interface Version {
  version: number;
  artifacts?: { storageUri: string; sha256?: string; imageDigest?: string }[];
}

const RELEASE = '26.05';

/** What happens to every service sooner or later. */
const UPGRADES: Record<string, (spec: Spec) => Spec> = {
  'another release of the server': (spec) => ({ ...spec, triton: { ...spec.triton, release: RELEASE } }),
  'another version of each model': (spec) => ({
    ...spec,
    modelRepository: spec.modelRepository?.replace(/\d+$/, '99'),
    models: spec.models.map((model) => ({ ...model, versions: model.versions.map(nextVersion) })),
  }),
  'more memory': (spec) => ({
    ...spec,
    resources: { ...spec.resources, limits: { ...spec.resources?.limits, memory: '40Gi' } },
  }),
};

function nextVersion({ version, artifacts }: Version): Version {
  return {
    version: version + 1,
    artifacts: artifacts?.map((artifact) => ({
      ...artifact,
      storageUri: `${artifact.storageUri}-next`,
      sha256: artifact.sha256 && 'ee'.repeat(32),
      imageDigest: artifact.imageDigest && `sha256:${'ee'.repeat(32)}`,
    })),
  };
}

interface Lock {
  spec: { images: { repository: string; tag: string }[] };
}

/** A copy of a case's inputs whose specs, frozen ones among them, are upgraded. JSON is YAML, too. */
function upgrade(name: string, change: (spec: Spec) => Spec): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'upgrade-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  cpSync(goldenInput(name), root, { recursive: true });
  edit<{ spec: Spec }>(root, 'model-service.yaml', (file) => ({ ...file, spec: change(file.spec) }));
  edit<Lock>(root, 'images.yaml', ({ spec: { images }, ...file }) => {
    const tags = images.map((image) => ({ ...image, tag: image.tag.replace(/^\d\d\.\d\d-/, `${RELEASE}-`) }));
    const others = tags.filter(
      ({ repository, tag }) => !images.some((image) => image.repository === repository && image.tag === tag),
    );
    return { ...file, spec: { images: [...images, ...others] } };
  });
  return root;
}

function edit<T>(root: string, name: string, change: (content: T) => T): void {
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' });
  for (const path of paths.filter((found) => basename(found) === name)) {
    const content = change(load(readFileSync(join(root, path), 'utf8')) as T);
    writeFileSync(join(root, path), JSON.stringify(content, null, 1));
  }
}

const goldens = goldenOverlays();

describe.each(Object.entries(UPGRADES))('an upgrade to %s', (_, change) => {
  it.each(goldenCases())('changes nothing that cannot be changed: %s', async (name) => {
    const root = upgrade(name, change);
    const { findings } = await writeFleet({ folder: root });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const pairs = goldens
      .filter(({ title }) => title.startsWith(`${name}: `))
      .map((overlay) => ({
        title: overlay.title,
        before: readResources(overlay),
        after: readResources({
          ...overlay,
          folder: join(root, 'clusters', overlay.cluster, overlay.service),
        }),
      }));
    // A case is there whose upgrade does nothing on one of its clusters, but none where it does nothing at all.
    expect(pairs.some(({ before, after }) => !isDeepStrictEqual(before, after))).toBe(true);
    for (const { title, before, after } of pairs)
      expect(findImmutableChanges(before, after), title).toEqual([]);
  });
});

describe('findImmutableChanges', () => {
  const sound = readResources(goldens.find(({ title }) => title.startsWith('an-ensemble-of-image-volumes'))!);

  function changed(name: string, path: string, value: unknown): Manifest[] {
    return sound.map((resource) =>
      nameOf(resource) === name ? applyJsonPatch(resource, [{ op: 'replace', path, value }]) : resource,
    );
  }

  it.each([
    ['Deployment/search', '/spec/selector/matchLabels', { app: 'search' }],
    ['Service/search-metrics', '/spec/clusterIP', '10.0.0.1'],
    ['Service/search', '/spec/selector', {}],
    ['ResourceClaimTemplate/search-gpu.nvidia.com-1', '/spec/spec/devices/requests/0/exactly/count', 2],
    ['ScaledObject/search', '/spec/scaleTargetRef/name', 'x'],
    ['PodDisruptionBudget/search', '/spec/selector/matchLabels', {}],
  ])('finds a %s with another %s', (name, path, value) => {
    expect(findImmutableChanges(sound, changed(name, path, value))).toEqual([`${name} changes in place`]);
  });

  it('finds a resource that is gone or renamed', () => {
    expect(findImmutableChanges(sound, changed('Service/search', '/metadata/name', 'x'))).toEqual([
      'Service/search is gone',
    ]);
  });

  it('permits new resources and everything that can be changed', () => {
    const more = changed('Deployment/search', '/spec/minReadySeconds', 99);
    expect(findImmutableChanges(sound.slice(1), more)).toEqual([]);
  });
});
