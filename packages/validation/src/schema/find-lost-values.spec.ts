import { describe, expect, it } from 'vitest';
import { EMPTY_IS_DEFAULT } from '@fleetwright/kube-schemas';
import type { JsonSchema } from './describe-schema-errors.ts';
import { findLostValues } from './find-lost-values.ts';

const text = { type: ['string', 'null'] };
const map = { type: ['object', 'null'], additionalProperties: text };
const metadata = { type: 'object', properties: { name: text, labels: map, creationTimestamp: text } };
const port = {
  type: 'object',
  required: ['port'],
  properties: { port: { type: 'integer' }, protocol: { enum: ['TCP', ''], $comment: EMPTY_IS_DEFAULT } },
};
const spec = {
  properties: {
    selector: map,
    type: text,
    effect: { enum: ['', 'NoExecute'] },
    ports: { items: { $ref: '#/definitions/Port' } },
    open: { type: 'object' },
    args: { items: text },
  },
};
const SCHEMA: JsonSchema = { properties: { metadata, spec }, definitions: { Port: port } };

function find(fields: object, apiVersion = 'v1'): string[] {
  const object = { apiVersion, kind: 'Service', metadata: { name: 'a' }, ...fields };
  return findLostValues(object, () => SCHEMA).map(({ message }) => message);
}

describe('findLostValues', () => {
  it.each([
    [
      'a field',
      { spec: { type: null } },
      '/spec/type has no value; the API server goes on as if the key were not there.',
    ],
    [
      'a key of a map',
      { spec: { selector: { 'a/b': null } } },
      '/spec/selector/a~1b has no value; the API server takes an empty one.',
    ],
    [
      'an empty text for the default, behind a reference',
      { spec: { ports: [{ port: 1 }, { port: 2, protocol: '' }] } },
      '/spec/ports/1/protocol has no value; the API server takes the default.',
    ],
  ])('names %s without a value', (_, fields, message) => {
    expect(find(fields)).toEqual([message]);
  });

  it('knows that of custom resources only the metadata is read field by field', () => {
    const fields = { metadata: { name: 'a', labels: { a: null } }, spec: { selector: { b: null } } };
    expect(find(fields, 'keda.sh/v1alpha1')).toEqual([
      '/metadata/labels/a has no value; the API server takes an empty one.',
      '/spec/selector/b has no value; the API server goes on as if the key were not there.',
    ]);
  });

  it.each([
    ['data where the schema is open', { spec: { open: { a: null, b: [null, { c: null }] } } }],
    ['what kubectl prints', { metadata: { name: 'a', creationTimestamp: null } }],
    ['what the schema refuses, in its own words', { spec: { ports: [{ port: null }], args: [null] } }],
    ['an empty text that is a value', { spec: { type: '', effect: '', selector: { a: '' } } }],
    ['a field that the schema does not know', { spec: { typo: null }, status: { loadBalancer: null } }],
  ])('leaves %s', (_, fields) => {
    expect(find(fields)).toEqual([]);
  });

  it('reads no schema for an object that has all its values', () => {
    const object = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { args: ['', 'a'] } };
    const read = (): never => {
      throw new Error('a schema was read');
    };
    expect(findLostValues(object, read)).toEqual([]);
  });
});
