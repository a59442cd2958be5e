import { describe, expect, it } from 'vitest';
import { printCrdFile } from './crd-file.ts';
import { readCrds } from './read-crds.ts';

const TEXT = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: notes.example.com, labels: { chart: notes }, annotations: { tool: v1 } }
spec:
  group: example.com
  scope: Namespaced
  names: { kind: Note, plural: notes }
  versions:
    - name: v1
      served: true
      storage: true
      additionalPrinterColumns: [{ name: Age, type: date, jsonPath: .x }]
      subresources: { status: {} }
      schema:
        openAPIV3Schema:
          type: object
          description: a note
          properties:
            description: { type: string, description: free text, default: none }
            title: { type: object, additionalProperties: { type: string, title: a title } }
            lines:
              type: array
              description: in order
              items: { type: object, description: one, properties: { description: { enum: [description] } } }
              x-kubernetes-list-type: map
              x-kubernetes-validations: [{ rule: 'size(self) > 0', message: no lines }]
              anyOf: [{ not: { description: never, required: [title] } }]
`;

describe('printCrdFile', () => {
  it('keeps what judges and drops what explains, whatever properties are called', () => {
    const [crd, ...others] = JSON.parse(printCrdFile(readCrds([TEXT], ['Note']))) as unknown[];
    expect(others).toEqual([]);
    expect(crd).toEqual({
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'notes.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Note', plural: 'notes' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            subresources: { status: {} },
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  description: { type: 'string', default: 'none' },
                  title: { type: 'object', additionalProperties: { type: 'string' } },
                  lines: {
                    type: 'array',
                    items: { type: 'object', properties: { description: { enum: ['description'] } } },
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-validations': [{ rule: 'size(self) > 0', message: 'no lines' }],
                    anyOf: [{ not: { required: ['title'] } }],
                  },
                },
              },
            },
          },
        ],
      },
    });
  });

  it('writes one definition a line, in the order in which they are wanted', () => {
    const other = TEXT.replaceAll('notes', 'pages').replace('kind: Note,', 'kind: Page,');
    const lines = printCrdFile(readCrds([TEXT, other], ['Page', 'Note'])).split('\n');
    expect(lines.map((line) => /"name":"(\w+)\.example/.exec(line)?.[1] ?? line)).toEqual([
      '[',
      'pages',
      'notes',
      ']',
      '',
    ]);
  });

  it('wants every kind to be there', () => {
    expect(() => readCrds([TEXT], ['Page'])).toThrow('No CustomResourceDefinition of kind Page.');
  });
});
