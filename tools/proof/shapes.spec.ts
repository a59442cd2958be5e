import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRenderer, type RenderedPlacement } from '@fleetwright/fleet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildTool } from '../go/build.ts';
import { readGoldenInput } from './golden-inputs.ts';
import { runKubeconform, type JudgedFile } from './kubeconform.ts';
import {
  goldenOverlays,
  movesTraffic,
  nameOf,
  parseManifests,
  readResources,
  type Shape,
} from './overlays.ts';
import { findBrokenReferences } from './references.ts';
import { shapeCluster } from './shape-cluster.ts';
import { selectValues, WORKLOAD } from './select-values.ts';

const VERSIONS = ['1.31', '1.32', '1.33', '1.34', '1.35'];
const CALLERS = [{ namespace: 'web', serviceAccount: 'shop' }];
const STEPS = [{ setWeight: 20 }, { pause: { duration: '10m' } }];

// Every version of Kubernetes has its turn.
const shapes: Shape[] = (['sidecar', 'ambient', 'waypoint', 'none'] as const)
  .flatMap((mesh) => [true, false].map((hasRollouts) => ({ mesh, hasRollouts })))
  .flatMap((shape) => (['keda', 'hpa', 'none'] as const).map((autoscaling) => ({ ...shape, autoscaling })))
  .flatMap((shape) => [true, false].map((hasGateway) => ({ ...shape, hasGateway })))
  .flatMap((shape) => [true, false].map((hasCallers) => ({ ...shape, hasCallers })))
  .map((shape, index) => ({ ...shape, delivery: 'fetch', kubernetes: VERSIONS[index % VERSIONS.length]! }));

const cases = shapes.map((shape) => ({ shape, title: titleOf(shape) }));

function titleOf({ kubernetes, mesh, hasRollouts, autoscaling, hasGateway, hasCallers }: Shape): string {
  const parts = [
    `mesh ${mesh}`,
    `Rollouts ${hasRollouts ? 'run' : 'do not run'}`,
    `scaled by ${autoscaling}`,
    ...(hasGateway ? ['a gateway'] : []),
    ...(hasCallers ? ['callers'] : []),
  ];
  return `${parts.join(', ')} (${kubernetes})`;
}

const ENVIRONMENT = 'environments/production/environment.yaml';
const IMAGES = 'environments/production/images.yaml';

async function render(shape: Shape, spec: object): Promise<RenderedPlacement> {
  const text = (path: string) => readGoldenInput('a-spec-of-a-dozen-lines', path);
  const overrides = [{ match: { cluster: 'east' }, spec }];
  const service = `${text('apps/')}  overrides: ${JSON.stringify(overrides)}\n`;
  const renderer = await createRenderer({
    services: new Map([['sentiment', { path: 'apps/sentiment/model-service.yaml', text: service }]]),
    clusters: new Map([['east', { path: 'clusters/east/cluster.yaml', text: shapeCluster('east', shape) }]]),
    environments: new Map([
      [
        'production',
        {
          environment: { path: ENVIRONMENT, text: text(ENVIRONMENT) },
          images: { path: IMAGES, text: text(IMAGES) },
        },
      ],
    ]),
    findings: [],
  });
  return renderer.render('sentiment', 'east', []);
}

function specOf({ hasCallers }: Shape): { traffic: object } {
  return { traffic: { callers: hasCallers ? CALLERS : [] } };
}

/** Why a shape cannot move traffic in steps; undefined where it can. */
function obstacleOf(shape: Shape): string | undefined {
  if (!shape.hasRollouts) return 'Argo Rollouts does not run there';
  if (movesTraffic(shape)) return undefined;
  return 'nothing there moves traffic by weight: no gateway, and no callers with sidecars';
}

function blameOf({ hasRollouts, mesh }: Shape): string {
  if (!hasRollouts) return 'Argo Rollouts is off';
  return `the mesh mode is ${mesh === 'waypoint' ? 'ambient' : mesh}, and there is no spec.gateway`;
}

function missingCallers({ hasRollouts, mesh, hasCallers }: Shape): object[] {
  if (!hasRollouts || mesh !== 'sidecar' || hasCallers) return [];
  return [{ file: 'apps/sentiment/model-service.yaml', message: 'there is no caller' }];
}

let root: string;
let kustomize: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'shapes-'));
  kustomize = buildTool('kustomize');
}, 600_000);
afterAll(() => rmSync(root, { recursive: true }));

const judged: JudgedFile[] = [];

describe('every mesh, workload and autoscaling, with and without gateway and callers,', () => {
  it.each(cases)('renders and builds: $title', async ({ shape, title }) => {
    const { files = [], findings } = await render(shape, specOf(shape));
    const obstacle = obstacleOf(shape);
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      ...(obstacle === undefined
        ? []
        : [`info: On east a new version replaces pods one by one: ${obstacle}.`]),
      ...unreachable(shape),
    ]);
    const folder = join(root, title.replaceAll(/[^a-z0-9]+/gi, '-'));
    mkdirSync(folder);
    for (const { path, text } of files) writeFileSync(join(folder, path), text);
    const { status, stdout, stderr } = spawnSync(kustomize, ['build', folder], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const file = join(root, `${title.replaceAll(/[^a-z0-9]+/gi, '-')}.yaml`);
    writeFileSync(file, stdout);
    judged.push({ file, kubernetes: shape.kubernetes });

    const resources = parseManifests(stdout);
    const workload = obstacle === undefined ? 'Rollout/sentiment' : 'Deployment/sentiment';
    const workloads = resources.filter(({ kind }) => WORKLOAD.split('|').includes(kind));
    expect(workloads.map(nameOf)).toEqual([workload]);
    const reachable = shape.hasGateway || shape.hasCallers;
    expect(findBrokenReferences(resources).filter((problem) => reachable || !isUnopened(problem))).toEqual(
      [],
    );
  });

  it('fits the schemas of the version of its cluster', () => {
    expect(judged).toHaveLength(96);
    const { resources, summary } = runKubeconform(judged);
    expect(resources).toEqual([]);
    expect(summary.valid).toBeGreaterThan(96 * 8);
  });

  it.each(cases)('takes canary steps that a spec asks for, or refuses them: $title', async ({ shape }) => {
    const { files, findings } = await render(shape, {
      ...specOf(shape),
      rollout: { canary: { steps: STEPS } },
    });
    const obstacle = obstacleOf(shape);
    if (obstacle === undefined) {
      expect(findings).toEqual([]);
      const resources = files!.slice(2).flatMap(({ text }) => parseManifests(text));
      expect(selectValues(resources, 'Rollout spec/strategy/canary/steps')).toEqual([
        [{ setWeight: 20 }, { pause: { duration: '600s' } }],
      ]);
      return;
    }
    expect(files).toBeUndefined();
    expect(findings.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      `error: The spec asks for canary steps, but on east ${obstacle}.`,
      ...unreachable(shape),
    ]);
    expect(findings[0]).toMatchObject({
      rule: 'plan/canary-impossible',
      file: 'apps/sentiment/model-service.yaml',
      related: [{ file: 'clusters/east/cluster.yaml', message: blameOf(shape) }, ...missingCallers(shape)],
    });
  });
});

function unreachable({ hasGateway, hasCallers }: Shape): string[] {
  if (hasGateway || hasCallers) return [];
  return [
    'warning: On east nobody may call the service: the cluster has no gateway, and the spec names no callers.',
  ];
}

// Nobody may call a service that has neither a gateway nor callers: its ports stay closed.
function isUnopened(problem: string): boolean {
  return problem.startsWith('Service spec/ports/*/port is ');
}

describe('the golden cases', () => {
  const goldens = goldenOverlays().map((overlay) => ({ ...overlay, resources: readResources(overlay) }));

  const MEMBERS = {
    'a mesh of sidecars': (shape) => shape.mesh === 'sidecar',
    'an ambient mesh without waypoint': (shape) => shape.mesh === 'ambient',
    'an ambient mesh with a waypoint': (shape) => shape.mesh === 'waypoint',
    'no mesh': (shape) => shape.mesh === 'none',
    'a gateway': (shape) => shape.hasGateway,
    'no gateway': (shape) => !shape.hasGateway,
    ...Object.fromEntries(
      ['keda', 'hpa', 'none'].map((autoscaling) => [
        `autoscaling ${autoscaling}`,
        (shape: Shape) => shape.autoscaling === autoscaling,
      ]),
    ),
    ...Object.fromEntries(
      ['fetch', 'image-volume', 'pvc', 'remote'].map((delivery) => [
        `delivery ${delivery}`,
        (shape: Shape) => shape.delivery === delivery,
      ]),
    ),
    ...Object.fromEntries(
      VERSIONS.map((version) => [`Kubernetes ${version}`, (shape: Shape) => shape.kubernetes === version]),
    ),
  } satisfies Record<string, (shape: Shape) => boolean>;

  it.each(Object.entries(MEMBERS))('have %s at least twice', (_, isMember) => {
    expect(casesOf(goldens.filter(({ shape }) => isMember(shape)))).toBeGreaterThan(1);
  });

  const LIMITS = `${WORKLOAD} spec/template/spec/containers/*/resources/limits/~`;
  const CONFIG = `${WORKLOAD} spec/template/metadata/annotations/*`;

  it.each([
    ['a Rollout', 'Rollout kind', /^Rollout$/],
    ['a Deployment', 'Deployment kind', /^Deployment$/],
    ['whole GPUs', LIMITS, /^nvidia\.com\/gpu$/],
    ['slices of GPUs', LIMITS, /^nvidia\.com\/mig-/],
    ['turns on a GPU', `${WORKLOAD} spec/template/spec/nodeSelector/*`, /-SHARED$/],
    ['claimed GPUs', 'ResourceClaimTemplate kind', /./],
    ['vLLM', CONFIG, /^backend: "vllm"/m],
    ['an ensemble', CONFIG, /^platform: "ensemble"/m],
    ['ONNX', CONFIG, /^backend: "onnxruntime"/m],
    ['PyTorch', CONFIG, /^backend: "pytorch"/m],
    ['TensorRT', CONFIG, /^backend: "tensorrt"/m],
    ['Python', CONFIG, /^backend: "python"/m],
  ])('have %s at least twice', (_, query, pattern) => {
    const found = goldens.filter(({ resources }) =>
      selectValues(resources, query).some((value) => pattern.test(String(value))),
    );
    expect(casesOf(found)).toBeGreaterThan(1);
  });

  it('have services without GPU at least twice', () => {
    const found = goldens.filter(
      ({ resources }) =>
        selectValues(resources, 'ResourceClaimTemplate kind').length === 0 &&
        !selectValues(resources, LIMITS).some((resource) => String(resource).startsWith('nvidia.com/')),
    );
    expect(casesOf(found)).toBeGreaterThan(1);
  });

  function casesOf(overlays: readonly { title: string }[]): number {
    return new Set(overlays.map(({ title }) => title.split(':')[0])).size;
  }
});
