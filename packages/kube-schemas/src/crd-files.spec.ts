import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crdFiles, SCHEMA_SETS } from './index.ts';

interface Definition {
  spec: {
    group: string;
    scope: string;
    names: { kind: string };
    versions: { name: string; served: boolean; schema: object }[];
  };
}

function readDefinitions(file: string): Definition[] {
  return JSON.parse(readFileSync(new URL(`../crds/${file}`, import.meta.url), 'utf8')) as Definition[];
}

const PROJECTS = SCHEMA_SETS.filter(({ component }) => component !== 'kubernetes');

describe('crdFiles', () => {
  it.each(PROJECTS)('define exactly the kinds of $component $minor that have schemas', (set) => {
    const [file, ...others] = crdFiles({ [set.component]: set.minor });
    expect(others).toEqual([]);
    const served = readDefinitions(file!).flatMap(({ spec: { group, names, versions } }) =>
      versions.filter((version) => version.served).map(({ name }) => `${group}/${name} ${names.kind}`),
    );
    expect(served).toEqual(set.schemas.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  });

  it.each([
    ['argo-rollouts-1.9.json', 'x-kubernetes-preserve-unknown-fields'],
    ['istio-1.31.json', 'x-kubernetes-validations'],
    ['keda-2.21.json', 'additionalProperties'],
    ['prometheus-operator-0.85.json', 'x-kubernetes-list-map-keys'],
  ])('keep in %s what no JSON Schema can state: %s', (file, keyword) => {
    expect(JSON.stringify(readDefinitions(file))).toContain(`"${keyword}":`);
  });

  it('are none of Kubernetes itself, nor of versions that are not known', () => {
    expect(crdFiles({ kubernetes: '1.34' })).toEqual([]);
    expect(crdFiles({ istio: '1.4' })).toEqual([]);
    expect(crdFiles({})).toEqual([]);
  });
});
