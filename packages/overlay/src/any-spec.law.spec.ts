import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { SCHEMA_SETS } from '@fleetwright/kube-schemas';
import { IMAGE_VARIANTS } from '@fleetwright/triton-config';
import type { ServingPlan } from '@fleetwright/plan';
import { clusterValues } from './testing/cluster-values.ts';
import { modelServiceValues, RELEASES } from './testing/model-service-values.ts';
import { renderTexts, type RenderedTexts } from './testing/render-texts.ts';
import { valuesOf, type SchemaNode } from './testing/schema-values.ts';

const PACKAGES = join(import.meta.dirname, '../..');
const CASE = join(import.meta.dirname, '../fixtures/an-onnx-model-with-dashboard-and-runbooks/input');
// Of a version without schemas the newest is as good a judge.
const KUBERNETES = SCHEMA_SETS.filter(({ component }) => component === 'kubernetes');
const CRDS = SCHEMA_SETS.filter(({ component }) => component !== 'kubernetes');

type Json = Record<string, unknown>;

function readSchema(role: string): SchemaNode {
  const path = join(PACKAGES, `model-service/schemas/${role}.schema.json`);
  return JSON.parse(readFileSync(path, 'utf8')) as SchemaNode;
}

// Every image is locked, and there are nodes without GPUs, so that few specs fail by the cluster alone.
const POOLS = `nodePools:
    - { name: cpu, nodeSelector: { pool: cpu }, nodes: { min: 1, max: 50 }, allocatable: { cpu: '64', memory: 2Ti } }`;
const IMAGES = RELEASES.flatMap((release) =>
  IMAGE_VARIANTS.map((variant) => ['nvcr.io/nvidia/tritonserver', `${release}-${variant}`]),
).concat([['docker.io/rclone/rclone', '1.71.1']]);

const inputs = {
  environment: readFileSync(join(CASE, 'environments/production/environment.yaml'), 'utf8'),
  images: JSON.stringify({
    apiVersion: 'fleetwright.dev/v1alpha1',
    kind: 'ImageLock',
    metadata: { name: 'production' },
    spec: {
      images: IMAGES.map(([repository, tag]) => ({ repository, tag, digest: `sha256:${'c0'.repeat(32)}` })),
    },
  }),
  cluster: readFileSync(join(CASE, 'clusters/east/cluster.yaml'), 'utf8').replace('nodePools:', POOLS),
};

interface Resource {
  apiVersion: string;
  kind: string;
}

const ajv = new Ajv({
  strict: true,
  strictRequired: false,
  allowUnionTypes: true,
  ownProperties: true,
  formats: { 'date-time': true },
});
const compiled = new Map<string, ValidateFunction>();

function findSchema(resource: Resource, kubernetes: string): string {
  const core = KUBERNETES.find(({ minor }) => minor === kubernetes) ?? KUBERNETES[0]!;
  return [core, ...CRDS]
    .flatMap(({ schemas }) => schemas)
    .find(({ apiVersion, kind }) => apiVersion === resource.apiVersion && kind === resource.kind)!.file;
}

function findProblems(resource: Resource, kubernetes: string): unknown[] {
  const file = findSchema(resource, kubernetes);
  const validate =
    compiled.get(file) ??
    ajv.compile(JSON.parse(readFileSync(join(PACKAGES, 'kube-schemas/schemas', file), 'utf8')) as object);
  compiled.set(file, validate);
  return validate(resource) ? [] : validate.errors!;
}

function expectSound({ plan, files, findings }: RenderedTexts): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  expect(files === undefined).toBe(errors.length > 0);
  for (const { file, line, column, message, rule, fix } of findings) {
    expect({ rule, message, file, line, column, fix }).toEqual({
      rule: expect.stringMatching(/^[a-z]+\/[a-z-]+$/) as unknown,
      message: expect.stringMatching(/\.$/) as unknown,
      file: expect.stringMatching(/^(apps|clusters|environments)\//) as unknown,
      line: expect.any(Number) as unknown,
      column: expect.any(Number) as unknown,
      fix: expect.any(String) as unknown,
    });
  }
  for (const { path, text } of (files ?? []).slice(2)) {
    for (const resource of loadAll(text) as Resource[]) {
      expect(findProblems(resource, plan!.cluster.versions.kubernetes), `${path}: ${resource.kind}`).toEqual(
        [],
      );
    }
  }
}

describe('any spec that the schema admits, on any cluster', () => {
  it('gives an overlay of valid resources, or errors that say where', () => {
    const shapes = new Set<string>();
    let overlays = 0;
    fc.assert(
      fc.property(
        modelServiceValues(readSchema('model-service')),
        clusterValues(readSchema('cluster')),
        (service, cluster) => {
          const texts = {
            service: JSON.stringify(service, null, 1),
            cluster: JSON.stringify(cluster, null, 1),
          };
          const rendered = renderTexts({ ...inputs, ...texts }, { service: 'any', cluster: 'east' });
          expectSound(rendered);
          if (rendered.files === undefined) return;
          overlays++;
          for (const member of unionMembers(rendered.plan!)) shapes.add(member);
        },
      ),
      { numRuns: 1600, seed: 20_263 },
    );
    // Otherwise the test would look at error messages alone.
    expect(overlays).toBeGreaterThan(100);
    expect([...shapes].sort()).toEqual(MEMBERS);
  });
});

const MEMBERS = [
  ...['delivery fetch', 'delivery image-volume', 'delivery pvc', 'delivery remote'],
  ...['gateway', 'gpu claim', 'gpu mig', 'gpu none', 'gpu time-slice', 'gpu whole'],
  ...['kubernetes 1.31', 'kubernetes 1.32', 'kubernetes 1.33', 'kubernetes 1.34', 'kubernetes 1.35'],
  ...['mesh ambient', 'mesh none', 'mesh sidecar', 'mesh waypoint', 'no gateway'],
  ...['rollout canary', 'rollout rolling-update', 'scaling hpa', 'scaling keda', 'scaling none'],
];

function unionMembers({ cluster, mesh, gateway, delivery, gpu, scaling, rollout }: ServingPlan): string[] {
  return [
    `kubernetes ${cluster.versions.kubernetes}`,
    `mesh ${mesh.mode === 'ambient' && mesh.waypoint !== undefined ? 'waypoint' : mesh.mode}`,
    gateway === undefined ? 'no gateway' : 'gateway',
    `delivery ${delivery.mode}`,
    `gpu ${gpu.kind}`,
    `scaling ${scaling.controller}`,
    `rollout ${rollout.strategy}`,
  ];
}

describe('any fact or bound that the schema admits', () => {
  const SERVICE = readFileSync(join(CASE, 'apps/sentiment/model-service.yaml'), 'utf8');
  const names = { service: 'sentiment', cluster: 'east' };

  it.each(['cluster', 'environment'] as const)('of the %s gives the same', (role) => {
    const file = readSchema(role);
    const base = load(inputs[role]) as Json & { spec: Json };
    const fields = Object.entries(file.properties!.spec!.properties!);
    const anyFile = fc
      .constantFrom(...fields)
      .chain(([field, fieldSchema]) =>
        valuesOf(fieldSchema, file).map((value) => ({ ...base, spec: { ...base.spec, [field]: value } })),
      );
    let overlays = 0;
    fc.assert(
      fc.property(anyFile, (content) => {
        const texts = { ...inputs, service: SERVICE, [role]: JSON.stringify(content, null, 1) };
        const rendered = renderTexts(texts, names);
        expectSound(rendered);
        if (rendered.files !== undefined) overlays++;
      }),
      { numRuns: 200, seed: 20_265 },
    );
    expect(overlays).toBeGreaterThan(60);
  });
});
