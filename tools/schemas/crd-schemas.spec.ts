import { describe, expect, it } from 'vitest';
import { closeCrdSchemas } from './crd-schemas.ts';
import { readCrds } from './read-crds.ts';

const CRDS = readCrds(
  [
    `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.com
  names: { kind: Route }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec:
              type: object
              properties:
                pods: { type: array, items: { type: object, properties: { template: { type: object } } } }
    - { name: v1alpha1, served: false, schema: { openAPIV3Schema: { type: object } } }
`,
  ],
  ['Route'],
);

const coreDefinitions = {
  ObjectMeta: { type: 'object', properties: { name: { type: 'string' } } },
  PodTemplateSpec: { type: 'object', properties: { spec: { $ref: '#/definitions/PodSpec' } } },
  PodSpec: { type: 'object' },
  Secret: { type: 'object' },
};

describe('closeCrdSchemas', () => {
  it('reads the served versions and gives metadata the type of Kubernetes itself', () => {
    const [schema, ...others] = closeCrdSchemas(CRDS, {
      coreDefinitions,
      coreReferences: {},
    });
    expect(others).toEqual([]);
    expect(schema).toMatchObject({ group: 'example.com', apiVersion: 'example.com/v1', kind: 'Route' });
    expect(schema!.root.properties!.metadata).toEqual({ $ref: '#/definitions/ObjectMeta' });
    expect(schema!.root.required).toEqual(['apiVersion', 'kind', 'metadata']);
    expect(Object.keys(schema!.definitions)).toEqual(['ObjectMeta']);
  });

  it('replaces a named place by a core definition and brings what that reaches', () => {
    const coreReferences = { Route: { '/spec/pods/*/template': 'PodTemplateSpec' } };
    const [schema] = closeCrdSchemas(CRDS, { coreDefinitions, coreReferences });
    expect(schema!.root.properties!.spec!.properties!.pods!.items!.properties!.template).toEqual({
      $ref: '#/definitions/PodTemplateSpec',
    });
    expect(Object.keys(schema!.definitions)).toEqual(['ObjectMeta', 'PodSpec', 'PodTemplateSpec']);
  });

  it('refuses a place that the CRD does not have', () => {
    const coreReferences = { Route: { '/spec/template': 'PodTemplateSpec' } };
    expect(() => closeCrdSchemas(CRDS, { coreDefinitions, coreReferences })).toThrow(
      'The CRD has no property template on the way to a core definition.',
    );
  });
});
