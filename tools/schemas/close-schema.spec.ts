import { describe, expect, it } from 'vitest';
import { allowNull, closeSchema } from './close-schema.ts';
import type { JsonSchema } from './json-schema.ts';

const string = { type: 'string' };

describe('closeSchema', () => {
  it.each<[string, JsonSchema, JsonSchema]>([
    [
      'closes an object with properties',
      { type: 'object', properties: { a: string } },
      { type: 'object', properties: { a: string }, additionalProperties: false },
    ],
    [
      'drops descriptions, defaults, examples and extensions',
      { type: 'string', description: 'd', default: 'x', example: 'y', 'x-kubernetes-list-type': 'set' },
      { type: 'string' },
    ],
    [
      'keeps a property that is called description',
      { type: 'object', properties: { description: string } },
      { type: 'object', properties: { description: string }, additionalProperties: false },
    ],
    [
      'writes a pattern of quadratic time as one of linear time',
      { type: 'string', pattern: '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$' },
      { type: 'string', pattern: '(^0|[0-9]((K|M|G|T|E|P)i?)?B)$' },
    ],
    [
      'leaves a map a map',
      { type: 'object', additionalProperties: { type: 'string', description: 'd' } },
      { type: 'object', additionalProperties: string },
    ],
    [
      'leaves an object open whose unknown fields are preserved',
      { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      { type: 'object' },
    ],
    [
      'keeps the known properties of such an object',
      { type: 'object', properties: { a: string }, 'x-kubernetes-preserve-unknown-fields': true },
      { type: 'object', properties: { a: string } },
    ],
    [
      'leaves an embedded resource open',
      { type: 'object', 'x-kubernetes-embedded-resource': true },
      { type: 'object' },
    ],
    [
      'closes an object without properties',
      { type: 'object' },
      { type: 'object', additionalProperties: false },
    ],
    [
      'turns int-or-string of a CRD into two types and keeps its pattern',
      { anyOf: [{ type: 'integer' }, string], pattern: '^a$', 'x-kubernetes-int-or-string': true },
      { type: ['integer', 'string'], pattern: '^a$' },
    ],
    [
      'turns int-or-string of OpenAPI into two types',
      { type: 'string', format: 'int-or-string' },
      { type: ['integer', 'string'] },
    ],
    [
      'turns nullable into a type',
      { type: 'string', nullable: true, enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [
      'turns int32 into bounds',
      { type: 'integer', format: 'int32' },
      { type: 'integer', minimum: -2147483648, maximum: 2147483647 },
    ],
    [
      'lets narrower bounds win over those of int32',
      { type: 'integer', format: 'int32', minimum: 1 },
      { type: 'integer', minimum: 1, maximum: 2147483647 },
    ],
    [
      'keeps date-time and drops other formats',
      { type: 'array', items: { type: 'string', format: 'byte' } },
      { type: 'array', items: string },
    ],
    [
      'writes out case-insensitive patterns',
      { type: 'string', pattern: '^(?i)(a|B)?$' },
      { type: 'string', pattern: '^([aA]|[bB])?$' },
    ],
    [
      'does not close the branches of a combination',
      {
        type: 'object',
        properties: { a: string },
        oneOf: [{ required: ['a'] }, { not: { anyOf: [{ required: ['a'] }] } }],
      },
      {
        type: 'object',
        properties: { a: string },
        additionalProperties: false,
        oneOf: [{ required: ['a'] }, { not: { anyOf: [{ required: ['a'] }] } }],
      },
    ],
  ])('%s', (_title, source, closed) => {
    expect(closeSchema(source, 'closed')).toEqual(closed);
  });

  it('leaves an object without properties open in documents of Kubernetes itself', () => {
    expect(closeSchema({ type: 'object' }, 'open')).toEqual({ type: 'object' });
  });
});

describe('allowNull', () => {
  it.each<[JsonSchema, JsonSchema]>([
    [{ type: 'string' }, { type: ['string', 'null'] }],
    [{ type: ['integer', 'string'] }, { type: ['integer', 'string', 'null'] }],
    [{ type: ['string', 'null'] }, { type: ['string', 'null'] }],
    [
      { type: 'string', enum: ['a'] },
      { type: ['string', 'null'], enum: ['a', null] },
    ],
    [{}, {}],
  ])('makes %j into %j', (schema, nullable) => {
    expect(allowNull(schema)).toEqual(nullable);
  });
});
