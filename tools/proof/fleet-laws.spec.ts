import { createRenderer, type FleetInputs } from '@fleetwright/fleet';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readGoldenInput } from './golden-inputs.ts';
import { parseManifests } from './overlays.ts';
import { shapeCluster, type ClusterShape } from './shape-cluster.ts';

const NAMES = ['alpha', 'beta', 'gamma'];
const CLUSTERS = ['east', 'west'];

// Texts of the golden cases of one environment that fit every cluster here, whatever its shape.
const specs = [
  'a-spec-of-a-dozen-lines',
  'a-python-model-with-room-in-shared-memory',
  'a-service-that-speaks-http-only',
  'a-decoupled-python-stream-with-callers-inside-the-mesh',
  'canary-steps-follow-from-the-expected-rate',
  'an-ensemble-with-its-members',
]
  .map((name) => readGoldenInput(name, 'apps/'))
  // Without a gateway nothing measures the whole response of a stream.
  .map((text) => text.replace('    latency: [{ threshold: 20s, target: 99 }]\n', ''));
const SHAPES: ClusterShape[] = [
  shapeOf('1.31', 'none', 'none', { hasRollouts: false, hasGateway: false }),
  shapeOf('1.32', 'none', 'hpa', { hasRollouts: true, hasGateway: true }),
  shapeOf('1.33', 'ambient', 'hpa', { hasRollouts: true, hasGateway: true }),
  shapeOf('1.35', 'waypoint', 'keda', { hasRollouts: true, hasGateway: false }),
  shapeOf('1.34', 'sidecar', 'none', { hasRollouts: true, hasGateway: false }),
];

function shapeOf(
  kubernetes: string,
  mesh: ClusterShape['mesh'],
  autoscaling: ClusterShape['autoscaling'],
  has: Pick<ClusterShape, 'hasRollouts' | 'hasGateway'>,
): ClusterShape {
  return { kubernetes, mesh, autoscaling, delivery: 'fetch', ...has };
}

const clusterFacts = [
  ...[
    'a-spec-of-a-dozen-lines',
    'a-dns-cache-on-every-node',
    'an-s3-compatible-store-with-its-own-endpoint',
  ].map((name) => readGoldenInput(name, 'clusters/')),
  ...SHAPES.map((shape) => shapeCluster('any', shape)),
];

/** A fleet by its texts: what each service and each cluster says. */
interface Fleet {
  services: Record<string, string>;
  clusters: Record<string, string>;
}

function rename(text: string, name: string): string {
  return text
    .replace(/^metadata: \{ name: [a-z-]+/m, `metadata: { name: ${name}`)
    .replace(/"metadata": \{\s*"name": "any"/, `"metadata": { "name": "${name}"`);
}

const anyFleet: fc.Arbitrary<Fleet> = fc.record({
  services: someOf(NAMES, specs),
  clusters: someOf(CLUSTERS, clusterFacts),
});

// Each name with one of the texts, at least one of them.
function someOf(names: string[], texts: string[]): fc.Arbitrary<Record<string, string>> {
  return fc
    .tuple(
      fc.subarray(names, { minLength: 1 }),
      fc.array(fc.constantFrom(...texts), { minLength: 3, maxLength: 3 }),
    )
    .map(([chosen, choices]) =>
      Object.fromEntries(chosen.map((name, index) => [name, rename(choices[index]!, name)])),
    );
}

/** Every file of a fleet's overlays by path, rendered in memory. */
async function renderFleet({ services, clusters }: Fleet): Promise<Record<string, string>> {
  const renderer = await createRenderer(inputsOf({ services, clusters }));
  const placements = Object.keys(clusters).flatMap((cluster) =>
    Object.keys(services).map((service) => ({ cluster, service })),
  );
  const files = placements.flatMap(({ cluster, service }) => {
    const rendered = renderer.render(service, cluster, []);
    expect(rendered.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    return rendered.files!.map(({ path, text }) => [`clusters/${cluster}/${service}/${path}`, text] as const);
  });
  return Object.fromEntries(files);
}

function inputsOf({ services, clusters }: Fleet): FleetInputs {
  const files = (texts: Record<string, string>, path: (name: string) => string) =>
    new Map(Object.entries(texts).map(([name, text]) => [name, { path: path(name), text }]));
  const file = (path: string) => ({ path, text: readGoldenInput('a-spec-of-a-dozen-lines', path) });
  return {
    services: files(services, (name) => `apps/${name}/model-service.yaml`),
    clusters: files(clusters, (name) => `clusters/${name}/cluster.yaml`),
    environments: new Map([
      [
        'production',
        {
          environment: file('environments/production/environment.yaml'),
          images: file('environments/production/images.yaml'),
        },
      ],
    ]),
    findings: [],
  };
}

function changedPaths(before: Record<string, string>, after: Record<string, string>): string[] {
  return Object.keys({ ...before, ...after }).filter((path) => before[path] !== after[path]);
}

describe('a fleet', () => {
  const runs = { numRuns: 200, seed: 20_264 };

  it('changes only the files of the service that is edited', async () => {
    const law = fc.asyncProperty(anyFleet, fc.constantFrom(...specs), fc.nat(), async (fleet, spec, pick) => {
      const names = Object.keys(fleet.services);
      const edited = names[pick % names.length]!;
      const services = { ...fleet.services, [edited]: rename(spec, edited) };
      const changed = changedPaths(await renderFleet(fleet), await renderFleet({ ...fleet, services }));
      expect(changed.filter((path) => path.split('/')[2] !== edited)).toEqual([]);
    });
    await fc.assert(law, runs);
  });

  it('changes no byte of the clusters that are there when one is added', async () => {
    const law = fc.asyncProperty(anyFleet, fc.constantFrom(...clusterFacts), async (fleet, facts) => {
      const clusters = { ...fleet.clusters, added: rename(facts, 'added') };
      const before = await renderFleet(fleet);
      const after = await renderFleet({ ...fleet, clusters });
      const added = Object.keys(after).filter((path) => path.split('/')[1] === 'added');
      expect(changedPaths(before, after)).toEqual(added);
      expect(new Set(added.map((path) => path.split('/')[2]))).toEqual(new Set(Object.keys(fleet.services)));
    });
    await fc.assert(law, runs);
  });

  it('loses exactly the files of the service that is removed', async () => {
    const law = fc.asyncProperty(anyFleet, fc.nat(), async (fleet, pick) => {
      const names = Object.keys(fleet.services);
      const removed = names[pick % names.length]!;
      const { [removed]: _, ...services } = fleet.services;
      const before = await renderFleet(fleet);
      const changed = changedPaths(before, await renderFleet({ ...fleet, services }));
      expect(changed).toEqual(Object.keys(before).filter((path) => path.split('/')[2] === removed));
      expect(new Set(changed.map((path) => path.split('/')[1]))).toEqual(
        new Set(Object.keys(fleet.clusters)),
      );
    });
    await fc.assert(law, runs);
  });

  it('is rendered the same whatever the order of its files', async () => {
    const law = fc.asyncProperty(anyFleet, async ({ services, clusters }) => {
      const reversed = { services: reverse(services), clusters: reverse(clusters) };
      expect(await renderFleet(reversed)).toEqual(await renderFleet({ services, clusters }));
    });
    await fc.assert(law, runs);
  });

  it('loses no policy when a limit is raised', async () => {
    let changes = 0;
    const law = fc.asyncProperty(anyFleet, anyLimit, async (fleet, limit) => {
      const raised = Object.entries(fleet.services).map(([name, text]) => [name, raise(text, limit)]);
      const services = Object.fromEntries(raised) as Record<string, string>;
      const before = await renderFleet(fleet);
      const after = await renderFleet({ ...fleet, services });
      if (changedPaths(before, after).length > 0) changes++;
      expect(policiesOf(after)).toEqual(policiesOf(before));
    });
    await fc.assert(law, runs);
    // Where nothing scales or no canary is judged, some limits bound nothing.
    expect(changes).toBeGreaterThan(120);
  });
});

function reverse(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).reverse());
}

const POLICIES = new Set([
  'NetworkPolicy',
  'AuthorizationPolicy',
  'PeerAuthentication',
  'PodDisruptionBudget',
]);

function policiesOf(files: Record<string, string>): unknown[] {
  return Object.values(files)
    .flatMap((text) => parseManifests(text))
    .filter(({ kind }) => POLICIES.has(kind));
}

const anyLimit = fc.constantFrom(
  { resources: { limits: { memory: '64Gi', cpu: '16', 'ephemeral-storage': '200Gi' } } },
  { scaling: { maxReplicas: 16 } },
  { gpu: { count: 2 } },
  { rollout: { canary: { analysis: { failureLimit: 20 } } } },
);

// An override says it without a parser of the text.
function raise(text: string, spec: object): string {
  const overrides = CLUSTERS.map((cluster) => ({ match: { cluster }, spec }));
  return `${text}  overrides: ${JSON.stringify(overrides)}\n`;
}
