import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import fc from 'fast-check';
import { load, loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { SCHEMA_SETS } from '@fleetwright/kube-schemas';
import { IMAGE_VARIANTS } from '@fleetwright/triton-config';
import { modelServiceValues, RELEASES } from './testing/model-service-values.ts';
import { renderTexts, type RenderedTexts } from './testing/render-texts.ts';
import { valuesOf, type SchemaNode } from './testing/schema-values.ts';

const PACKAGES = join(import.meta.dirname, '../..');
const CASE = join(import.meta.dirname, '../fixtures/an-onnx-model-with-dashboard-and-runbooks/input');
const ENTRIES = SCHEMA_SETS.flatMap(({ schemas }) => schemas);

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

function findProblems(resource: Resource): unknown[] {
  const { file } = ENTRIES.find(
    ({ apiVersion, kind }) => apiVersion === resource.apiVersion && kind === resource.kind,
  )!;
  const validate =
    compiled.get(file) ??
    ajv.compile(JSON.parse(readFileSync(join(PACKAGES, 'kube-schemas/schemas', file), 'utf8')) as object);
  compiled.set(file, validate);
  return validate(resource) ? [] : validate.errors!;
}

function expectSound({ files, findings }: RenderedTexts): void {
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
      expect(findProblems(resource), `${path}: ${resource.kind}`).toEqual([]);
    }
  }
}

describe('any spec that the schema admits', () => {
  it('gives an overlay of valid resources, or errors that say where', () => {
    let overlays = 0;
    fc.assert(
      fc.property(modelServiceValues(readSchema('model-service')), (service) => {
        const rendered = renderTexts(
          { ...inputs, service: JSON.stringify(service, null, 1) },
          { service: 'any', cluster: 'east' },
        );
        expectSound(rendered);
        if (rendered.files !== undefined) overlays++;
      }),
      { numRuns: 500, seed: 20_263 },
    );
    // Otherwise the test would look at error messages alone.
    expect(overlays).toBeGreaterThan(60);
  });
});

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
