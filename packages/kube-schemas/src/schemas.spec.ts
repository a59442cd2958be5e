import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { SCHEMA_SETS } from './index.ts';

type Json = Record<string, unknown>;

const ENTRIES = SCHEMA_SETS.flatMap(({ schemas }) => schemas);
const RESOURCES = loadAll(readText('../fixtures/resources.yaml')) as Json[];

const ajv = new Ajv({
  strict: true,
  // Istio's oneOf branches name properties that stand beside the oneOf.
  strictRequired: false,
  allowUnionTypes: true,
  ownProperties: true,
  allErrors: true,
  formats: { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) },
});
const compiled = new Map<string, ValidateFunction>();

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

function compileSchema(file: string): ValidateFunction {
  const known = compiled.get(file) ?? ajv.compile(JSON.parse(readText(`../schemas/${file}`)) as Json);
  compiled.set(file, known);
  return known;
}

/** The first of the versions that have a schema for the kind. */
function schemaFile({ apiVersion, kind }: Json): string {
  return ENTRIES.find((entry) => entry.apiVersion === apiVersion && entry.kind === kind)!.file;
}

function findProblems(resource: Json, file = schemaFile(resource)): string[] {
  const validate = compileSchema(file);
  validate(resource);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, (params as { additionalProperty?: string }).additionalProperty]
      .filter((part) => part !== undefined)
      .join(' '),
  );
}

function goodResource(kind: string): Json {
  return structuredClone(RESOURCES.find((resource) => resource.kind === kind)!);
}

/** A copy of the good resource of a kind with one value set or removed, so that its problems have one cause. */
function changeResource(kind: string, pointer: string, value: unknown): Json {
  const resource = goodResource(kind);
  const steps = pointer.slice(1).split('/');
  const last = steps.pop()!;
  const parent = steps.reduce((node, step) => node[step] as Json, resource);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return resource;
}

describe('generated schemas', () => {
  it('have one good resource for every kind', () => {
    const kinds = [...new Set(ENTRIES.map(({ kind }) => kind))].sort();
    expect(RESOURCES.map(({ kind }) => String(kind)).sort()).toEqual(kinds);
  });

  it.each(ENTRIES)('compile in strict mode: $file', ({ file }) => {
    expect(compileSchema(file)).toBeTypeOf('function');
  });

  it.each(ENTRIES)('accept the good $kind in every version: $file', ({ apiVersion, kind, file }) => {
    expect(findProblems(changeResource(kind, '/apiVersion', apiVersion), file)).toEqual([]);
  });

  it.each(RESOURCES)('reject an unknown field at the top of a $kind', ({ kind }) => {
    expect(findProblems(changeResource(String(kind), '/speck', {}))).toEqual([
      ' must NOT have additional properties speck',
    ]);
  });

  it.each(RESOURCES)('reject an unknown metadata field of a $kind', ({ kind }) => {
    expect(findProblems(changeResource(String(kind), '/metadata/lables', {}))).toEqual([
      '/metadata must NOT have additional properties lables',
    ]);
  });

  it.each(RESOURCES.filter(({ spec }) => spec !== undefined))(
    'reject an unknown spec field of a $kind',
    ({ kind }) => {
      expect(findProblems(changeResource(String(kind), '/spec/tpyo', 1))).toEqual([
        '/spec must NOT have additional properties tpyo',
      ]);
    },
  );
});

describe('the schemas of Kubernetes', () => {
  const kubernetes = SCHEMA_SETS.filter(({ component }) => component === 'kubernetes');

  it('are there for every minor version that a cluster may declare', () => {
    expect(kubernetes.map(({ minor }) => minor).sort()).toEqual(['1.31', '1.32', '1.33', '1.34', '1.35']);
  });

  it.each(kubernetes)('have the claims of devices since 1.34: $minor', ({ minor, schemas }) => {
    expect(schemas.some(({ kind }) => kind === 'ResourceClaimTemplate')).toBe(minor >= '1.34');
  });
});

describe('generated schemas reject', () => {
  const POD = '/spec/template/spec';

  it.each([
    ['ConfigMap', '/data/replicas', 3, '/data/replicas must be string,null'],
    ['Secret', '/stringData/token', true, '/stringData/token must be string,null'],
    ['Namespace', '/metadata/labels', 'a=b', '/metadata/labels must be object,null'],
    [
      'ServiceAccount',
      '/automountServiceAccountToken',
      'no',
      '/automountServiceAccountToken must be boolean,null',
    ],
    ['Service', '/spec/ports/0/port', '8000', '/spec/ports/0/port must be integer'],
    ['Service', '/spec/ports/0/port', 808080, '/spec/ports/0/port must be <= 65535'],
    [
      'Service',
      '/spec/ports/0/protocol',
      'TCPP',
      '/spec/ports/0/protocol must be equal to one of the allowed values',
    ],
    ['Service', '/spec/ports/0/targetPort', [8000], '/spec/ports/0/targetPort must be integer,string,null'],
    ['PersistentVolumeClaim', '/spec/accessModes', 'ReadOnlyMany', '/spec/accessModes must be array,null'],
    ['Deployment', '/spec/selector', null, '/spec/selector must be object'],
    ['Deployment', '/spec/selector', undefined, "/spec must have required property 'selector'"],
    ['Deployment', '/spec/replicas', 99999999999, '/spec/replicas must be <= 2147483647'],
    [
      'Deployment',
      `${POD}/containers/0/name`,
      undefined,
      `${POD}/containers/0 must have required property 'name'`,
    ],
    ['Job', '/spec/backoffLimit', 1.5, '/spec/backoffLimit must be integer,null'],
    [
      'HorizontalPodAutoscaler',
      '/spec/maxReplicas',
      undefined,
      "/spec must have required property 'maxReplicas'",
    ],
    ['PodDisruptionBudget', '/spec/maxUnavailable', 0.5, '/spec/maxUnavailable must be integer,string,null'],
    [
      'NetworkPolicy',
      '/spec/policyTypes/0',
      'ingress',
      '/spec/policyTypes/0 must be equal to one of the allowed values',
    ],
    [
      'Rollout',
      `${POD}/volumes/0/emptydir`,
      {},
      `${POD}/volumes/0 must NOT have additional properties emptydir`,
    ],
    [
      'Rollout',
      '/spec/strategy/canary/steps/0/setWeight',
      '10%',
      '/spec/strategy/canary/steps/0/setWeight must be integer,null',
    ],
    [
      'AnalysisTemplate',
      '/spec/metrics/0/provider',
      undefined,
      "/spec/metrics/0 must have required property 'provider'",
    ],
    [
      'VirtualService',
      '/spec/http/0/route/0/weight',
      '100',
      '/spec/http/0/route/0/weight must be integer,null',
    ],
    [
      'VirtualService',
      '/spec/http/0/match/0/url',
      {},
      '/spec/http/0/match/0 must NOT have additional properties url',
    ],
    [
      'PeerAuthentication',
      '/spec/mtls/mode',
      'strict',
      '/spec/mtls/mode must be equal to one of the allowed values',
    ],
    [
      'AuthorizationPolicy',
      '/spec/action',
      'PERMIT',
      '/spec/action must be equal to one of the allowed values',
    ],
    ['ServiceMonitor', '/spec/endpoints/0/port', 8002, '/spec/endpoints/0/port must be string,null'],
    [
      'ScaledObject',
      '/spec/triggers/0/metadata/threshold',
      1,
      '/spec/triggers/0/metadata/threshold must be string,null',
    ],
    [
      'ScaledObject',
      '/spec/scaleTargetRef/name',
      undefined,
      "/spec/scaleTargetRef must have required property 'name'",
    ],
    [
      'ResourceClaimTemplate',
      '/spec/spec/devices/requests/0/exactly/allocationMode',
      'Some',
      '/spec/spec/devices/requests/0/exactly/allocationMode must be equal to one of the allowed values',
    ],
    [
      'AppProject',
      '/spec/destinations/0/cluster',
      'east',
      '/spec/destinations/0 must NOT have additional properties cluster',
    ],
    ['Application', '/spec/destination', undefined, "/spec must have required property 'destination'"],
    ['Application', '/spec/syncPolicy/retry/limit', '5', '/spec/syncPolicy/retry/limit must be integer,null'],
    [
      'ApplicationSet',
      '/spec/generators/0/git/revision',
      undefined,
      "/spec/generators/0/git must have required property 'revision'",
    ],
    [
      'TriggerAuthentication',
      '/spec/secretTargetRef/0/key',
      undefined,
      "/spec/secretTargetRef/0 must have required property 'key'",
    ],
  ])('%s with %s = %j', (kind, pointer, value, problem) => {
    expect(findProblems(changeResource(kind, pointer, value))).toEqual([problem]);
  });

  it.each(['128Megs', '1,5', 'much'])('a container that requests %s of memory', (memory) => {
    const pointer = `${POD}/containers/0/resources/requests/memory`;
    expect(findProblems(changeResource('Deployment', pointer, memory))).toEqual([
      expect.stringContaining(`${pointer} must match pattern`),
    ]);
  });

  it('a string match with two forms, which Istio allows one of', () => {
    const uri = { exact: '/a', prefix: '/b' };
    expect(findProblems(changeResource('VirtualService', '/spec/http/0/match/0/uri', uri))).toContain(
      '/spec/http/0/match/0/uri must match exactly one schema in oneOf',
    );
  });

  it('a partial response strategy that is neither warn nor abort in any case', () => {
    const strategy = (value: string): string[] =>
      findProblems(changeResource('PrometheusRule', '/spec/groups/0/partial_response_strategy', value));
    expect(strategy('ABORT')).toEqual([]);
    expect(strategy('never')).toHaveLength(1);
  });

  it('a restart time that is no time', () => {
    expect(findProblems(changeResource('Rollout', '/spec/restartAt', '2026-02-30T25:00:00Z'))).toHaveLength(
      1,
    );
  });
});

describe('generated schemas take, as the API server does', () => {
  it.each([
    ['Service', '/metadata/labels', { a: null }],
    ['Service', '/spec/selector/a', null],
    ['ConfigMap', '/data/a', null],
    ['Deployment', '/spec/template/spec/containers/0/resources/requests/cpu', null],
    ['AuthorizationPolicy', '/spec/selector/matchLabels/a', null],
    ['ScaledObject', '/spec/triggers/0/metadata/threshold', null],
    ['VirtualService', '/spec/http/0/match/0/uri', null],
    ['DestinationRule', '/spec/trafficPolicy/loadBalancer', null],
    ['Service', '/spec/type', ''],
    ['Service', '/spec/ports/0/targetPort', ''],
    ['Service', '/spec/sessionAffinity', ''],
    ['Deployment', '/spec/strategy/type', ''],
    ['Deployment', '/spec/template/spec/restartPolicy', ''],
    ['Deployment', '/spec/template/spec/containers/0/imagePullPolicy', ''],
  ])('%s with %s = %j', (kind, pointer, value) => {
    expect(findProblems(changeResource(kind, pointer, value))).toEqual([]);
  });

  it.each([
    ['NetworkPolicy', '/spec/policyTypes/0', null],
    ['Deployment', '/spec/template/spec/containers/0/args', [null]],
    ['Deployment', '/spec/template/spec/containers/0/name', null],
    ['Service', '/spec/internalTrafficPolicy', ''],
    ['PersistentVolumeClaim', '/spec/volumeMode', ''],
    ['Job', '/spec/template/spec/restartPolicy', ''],
  ])('but not %s with %s = %j', (kind, pointer, value) => {
    expect(findProblems(changeResource(kind, pointer, value))).not.toEqual([]);
  });
});
