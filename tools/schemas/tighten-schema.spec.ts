import { describe, expect, it } from 'vitest';
import type { JsonSchema, KindSchema } from './json-schema.ts';
import { printSchemaFile } from './schema-file.ts';
import { tightenKind, tightenProperties } from './tighten-schema.ts';

const text: JsonSchema = { type: 'string' };
const pattern = '^a$';

function kindSchema(kind: string, definitions: Record<string, JsonSchema>): KindSchema {
  const root = { type: 'object', properties: { metadata: { $ref: '#/definitions/ObjectMeta' } } };
  return { group: '', apiVersion: 'v1', kind, root, definitions };
}

describe('tightenProperties', () => {
  it('adds to what is there, and leaves the source alone', () => {
    const source = { type: 'object', properties: { a: { ...text, maxLength: 9 }, b: text } };
    expect(tightenProperties('Part', source, { a: { pattern } }).properties).toEqual({
      a: { type: 'string', maxLength: 9, pattern },
      b: text,
    });
    expect(source.properties.a).toEqual({ type: 'string', maxLength: 9 });
  });

  it('refuses a property that the definition does not have', () => {
    expect(() => tightenProperties('Part', { type: 'object' }, { a: { pattern } })).toThrow(
      'Part has no property a to constrain.',
    );
  });
});

describe('tightenKind', () => {
  const ObjectMeta = { type: 'object', properties: { name: { ...text, pattern: '^.$' } } };

  it('narrows a definition in one kind alone', () => {
    const narrowed = tightenKind(kindSchema('Service', { ObjectMeta })).definitions.ObjectMeta!;
    expect(narrowed.properties!.name).toMatchObject({ maxLength: 63 });
    expect(tightenKind(kindSchema('Secret', { ObjectMeta })).definitions.ObjectMeta).toEqual(ObjectMeta);
  });

  it('says nothing of the name of a template', () => {
    const Template = { type: 'object', properties: { metadata: { $ref: '#/definitions/ObjectMeta' } } };
    const { root, definitions } = tightenKind(kindSchema('Secret', { ObjectMeta, Template }));
    expect(root.properties!.metadata).toEqual({ $ref: '#/definitions/ObjectMeta' });
    expect(definitions.Template!.properties!.metadata).toEqual({ $ref: '#/definitions/TemplateMeta' });
    expect(definitions.TemplateMeta!.properties).toEqual({ name: text, namespace: text });
  });

  it('drops forms, and keeps properties of those names, where texts may hold arguments', () => {
    const properties = {
      pattern: { ...text, pattern, maxLength: 3 },
      maxLength: { type: 'integer', maximum: 9 },
    };
    const Part = { type: 'object', properties, propertyNames: { pattern } };
    expect(tightenKind(kindSchema('AnalysisTemplate', { ObjectMeta, Part })).definitions.Part).toEqual({
      type: 'object',
      properties: { pattern: text, maxLength: { type: 'integer', maximum: 9 } },
    });
  });

  it('refuses a definition that the kind does not reach, and a place that a CRD lacks', () => {
    expect(() => tightenKind(kindSchema('Deployment', { ObjectMeta }))).toThrow(
      'Deployment does not refer to PodSpec.',
    );
    expect(() => tightenKind(kindSchema('ServiceEntry', { ObjectMeta }))).toThrow(
      'The CRD has no /spec/ports/*/number to constrain.',
    );
  });
});

describe('printSchemaFile', () => {
  it('writes a scalar with what stands beside the reference to it', () => {
    const schema = kindSchema('Secret', {
      ObjectMeta: { type: 'object', properties: { port: { $ref: '#/definitions/IntOrString', maximum: 9 } } },
      IntOrString: { type: ['integer', 'string'] },
    });
    const { definitions } = JSON.parse(printSchemaFile(schema)) as {
      definitions: Record<string, JsonSchema>;
    };
    expect(definitions.ObjectMetaOrNull!.properties!.port).toEqual({
      type: ['integer', 'string', 'null'],
      maximum: 9,
    });
  });
});
