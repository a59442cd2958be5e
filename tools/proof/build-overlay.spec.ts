import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { buildOverlay, readManifests, type KubeObject } from '@fleetwright/manifests';
import { emitYaml } from '@fleetwright/kube';
import fc from 'fast-check';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildTool } from '../go/build.ts';
import { allOverlays, sharedFolders } from './overlays.ts';

let kustomize: string;
beforeAll(() => {
  kustomize = buildTool('kustomize');
}, 600_000);

interface Outcome {
  status: number | null;
  objects: KubeObject[];
}

function buildNative(folder: string): Outcome {
  const { status, stdout } = spawnSync(kustomize, ['build', folder], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { manifests, findings } = readManifests('built.yaml', stdout);
  expect(findings).toEqual([]);
  return { status, objects: manifests.map(({ object }) => object) };
}

function buildHere(folder: string): Outcome {
  const { manifests, findings } = buildOverlay(readFolder(folder));
  return { status: findings.length > 0 ? 1 : 0, objects: manifests.map(({ object }) => object) };
}

function readFolder(folder: string): Map<string, string> {
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );
}

function byName(objects: readonly KubeObject[]): Record<string, KubeObject> {
  return Object.fromEntries(objects.map((object) => [`${object.kind}/${object.metadata.name}`, object]));
}

function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'build-overlay-')));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

// Kustomize takes most of a second for each build, so folders are built together: it keeps what it loads apart.
const folders = [...allOverlays(), ...sharedFolders()];

describe('an overlay that is built here', () => {
  it.each(folders)('is what Kustomize makes of $title', (overlay) => {
    const whole = temporaryFolder();
    cpSync(overlay.folder, whole, { recursive: true });
    if ('patches' in overlay && overlay.patches !== undefined)
      cpSync(overlay.patches, join(whole, 'patches'), { recursive: true });
    const here = buildHere(whole);
    expect(here.status).toBe(0);
    expect(byName(here.objects)).toEqual(byName(buildNative(whole).objects));
  });
});

const BASE: KubeObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', labels: { x: 'y', z: 'w' }, finalizers: ['one', 'two'] },
    spec: {
      replicas: 2,
      template: {
        metadata: { labels: { x: 'y' }, annotations: { note: 'a' } },
        spec: {
          nodeSelector: { pool: 'l4' },
          tolerations: [{ key: 'a' }, { key: 'b' }],
          topologySpreadConstraints: [
            { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
          ],
          containers: [
            {
              name: 'main',
              image: 'i:1',
              args: ['-a', '-b'],
              env: [
                { name: 'A', value: '1' },
                { name: 'B', value: '2' },
              ],
              ports: [
                { name: 'http', containerPort: 80, protocol: 'TCP' },
                { name: 'dns', containerPort: 53, protocol: 'UDP' },
              ],
              volumeMounts: [{ name: 'v', mountPath: '/v' }],
            },
            { name: 'side', image: 's:1' },
          ],
          volumes: [{ name: 'v', emptyDir: {} }],
        },
      },
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a', namespace: 'ns' },
    spec: {
      selector: { x: 'y' },
      ports: [
        { name: 'http', port: 80, protocol: 'TCP' },
        { name: 'dns', port: 53, protocol: 'UDP' },
      ],
    },
  },
  {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'a', finalizers: ['one'] },
    spec: {
      template: { spec: { containers: [{ name: 'main', image: 'i:1', env: [{ name: 'A', value: '1' }] }] } },
      steps: [{ setWeight: 10 }, { pause: {} }],
    },
  },
];

const env = fc.uniqueArray(
  fc.oneof(
    fc.record({ name: fc.constantFrom('A', 'B', 'C'), value: fc.constantFrom('1', '9') }),
    fc.record({ name: fc.constantFrom('A', 'B', 'C'), $patch: fc.constant('delete') }),
    fc.record({
      name: fc.constantFrom('A', 'B'),
      value: fc.constant(null),
      valueFrom: fc.constant({ fieldRef: { fieldPath: 'x' } }),
    }),
  ),
  { selector: ({ name }) => name, maxLength: 3 },
);
const container = fc.record(
  {
    name: fc.constantFrom('main', 'side', 'new'),
    image: fc.constantFrom('i:2', 'i:3'),
    args: fc.oneof(fc.constant(['-c']), fc.constant(null)),
    env,
    ports: fc.uniqueArray(
      fc.record({
        containerPort: fc.constantFrom(80, 53, 90),
        protocol: fc.constantFrom('TCP', 'UDP'),
        name: fc.constantFrom('p', 'q'),
      }),
      { selector: ({ containerPort, protocol }) => `${containerPort}${protocol}`, maxLength: 3 },
    ),
    volumeMounts: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('v', 'w'), mountPath: fc.constantFrom('/v', '/w') }),
      {
        selector: ({ mountPath }) => mountPath,
      },
    ),
    resources: fc.oneof(fc.constant(null), fc.constant({ limits: { cpu: '1' } }), fc.constant({})),
  },
  { requiredKeys: ['name'] },
);
const containers = fc.uniqueArray(
  fc.oneof(
    { weight: 4, arbitrary: container },
    {
      weight: 1,
      arbitrary: fc.record({ name: fc.constantFrom('main', 'side'), $patch: fc.constant('delete') }),
    },
  ),
  { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
);
const metadata = fc.record(
  {
    name: fc.constant('a'),
    labels: fc.oneof(
      fc.constant({ x: null }),
      fc.constant({ n: '1' }),
      fc.constant({ $patch: 'replace', only: 'x' }),
      fc.constant(null),
    ),
    finalizers: fc.constantFrom(['three'], ['two', 'three'], null),
  },
  { requiredKeys: ['name'] },
);
const podSpec = fc.record(
  {
    nodeSelector: fc.constantFrom<object | null>(
      { pool: null },
      { $patch: 'delete' },
      { $patch: 'replace', gpu: 'a' },
      { extra: 'x' },
      null,
    ),
    tolerations: fc.constantFrom([], [{ key: 'c' }]),
    containers: fc.oneof(
      containers,
      containers.map((list) => [...list.filter((item) => !('$patch' in item)), { $patch: 'replace' }]),
    ),
    volumes: fc.constantFrom(
      [{ name: 'v', emptyDir: null, configMap: { name: 'c' } }],
      [{ name: 'w', emptyDir: {} }],
    ),
    topologySpreadConstraints: fc.constantFrom(
      [{ topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 2 }],
      [{ topologyKey: 'host', whenUnsatisfiable: 'DoNotSchedule', maxSkew: 3 }],
    ),
  },
  { requiredKeys: [] },
);
const template = podSpec.map((spec) => ({ spec }));

const mergePatch = fc.oneof(
  fc.tuple(metadata, template, fc.constantFrom<number | null>(1, null)).map(([meta, pod, replicas]) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta,
    spec: { replicas, template: pod },
  })),
  fc.tuple(metadata, template).map(([meta, pod]) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: meta,
    spec: { template: pod },
  })),
  fc
    .uniqueArray(
      fc.record({
        port: fc.constantFrom(80, 53, 443),
        protocol: fc.constantFrom('TCP', 'UDP'),
        name: fc.constantFrom('x', 'y'),
      }),
      {
        selector: ({ port, protocol }) => `${port}${protocol}`,
      },
    )
    .map((ports) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { ports } })),
  fc
    .constantFrom('Service', 'Rollout')
    .map((kind) => ({ apiVersion: 'v1', kind, metadata: { name: 'a' }, $patch: 'delete' })),
);

const pointer = fc.constantFrom(
  '/spec/template/spec/containers/0/image',
  '/spec/template/spec/containers/-1/env/0',
  '/spec/template/spec/containers/0/env/-',
  '/spec/template/spec/containers/7/image',
  '/spec/template/spec/containers/0/env/1',
  '/spec/absent',
  '/spec/absent/deeper',
  '/spec/replicas',
);
const operation = fc.oneof(
  fc.constant({ op: 'add', path: '/metadata/labels/a~1b', value: 'x' }),
  fc.record({
    op: fc.constantFrom('add', 'replace'),
    path: pointer,
    value: fc.constantFrom<unknown>({ name: 'Z', value: '0' }),
  }),
  fc.record({ op: fc.constant('remove'), path: pointer }),
  // What is moved exists: Kustomize takes null for what does not, and here that is refused.
  fc.record({
    op: fc.constantFrom('move', 'copy'),
    from: fc.constant('/spec/template/spec/containers/0/env/0'),
    path: pointer,
  }),
  fc.record({ op: fc.constant('test'), path: pointer, value: fc.constantFrom<unknown>('i:1', 2) }),
);
const jsonPatch = fc.array(operation, { minLength: 1, maxLength: 3 });

const patches = fc.sample(fc.oneof(mergePatch, jsonPatch), { numRuns: 320, seed: 5 });

function writeCase(folder: string, index: number): string {
  const patch = patches[index]!;
  const kind = Array.isArray(patch) ? ['Deployment', 'Rollout'][index % 2]! : patch.kind;
  const target = join(folder, String(index));
  mkdirSync(join(target, 'patches'), { recursive: true });
  writeFileSync(join(target, 'all.yaml'), BASE.map((object) => emitYaml(object)).join('---\n'));
  writeFileSync(join(target, 'patches/p.yaml'), JSON.stringify(patch));
  const kustomization = {
    resources: ['all.yaml'],
    patches: [{ path: 'patches/p.yaml', target: { kind, name: 'a' } }],
  };
  writeFileSync(join(target, 'kustomization.yaml'), emitYaml(kustomization));
  return target;
}

describe('a patch', () => {
  it(`changes what Kustomize changes, and is refused where Kustomize refuses it, ${patches.length} times`, () => {
    const folder = temporaryFolder();
    let applied = 0;
    const different: string[] = [];
    patches.forEach((patch, index) => {
      const target = writeCase(folder, index);
      const native = buildNative(target);
      const here = buildHere(target);
      if (native.status === 0) applied++;
      const isSame =
        here.status === native.status &&
        (native.status !== 0 || isDeepStrictEqual(byName(here.objects), byName(native.objects)));
      if (!isSame) different.push(`${here.status} here, ${native.status} there: ${JSON.stringify(patch)}`);
    });
    expect(different).toEqual([]);
    expect(applied).toBeGreaterThan(150);
  });
});
