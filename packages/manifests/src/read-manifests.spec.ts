import { emitYaml } from '@fleetwright/kube';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifests } from './read-manifests.ts';

const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

function read(text: string) {
  return readManifests('a.yaml', text);
}

function problemsOf(text: string): string[] {
  return read(text).findings.map(({ rule, line, message }) => `${rule} line ${line}: ${message}`);
}

describe('readManifests', () => {
  it('reads every document and says on which line each starts', () => {
    const { manifests, findings } = read(`# first\n${OBJECT}---\n---\n# nothing\n--- # next\n${OBJECT}`);
    expect(findings).toEqual([]);
    expect(manifests.map(({ line, object }) => [line, object.metadata.name])).toEqual([
      [1, 'a'],
      [9, 'a'],
    ]);
  });

  it('reads the items of a List as objects of their own, lists in lists too', () => {
    const item = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } };
    const inner = { apiVersion: 'v1', kind: 'ServiceList', items: [item] };
    const { manifests } = read(emitYaml({ apiVersion: 'v1', kind: 'List', items: [item, inner] }));
    expect(manifests.map(({ root, object }) => [root, object])).toEqual([
      ['/items/0', item],
      ['/items/1/items/0', item],
    ]);
  });

  it.each([
    ['a byte order mark', `\uFEFF${OBJECT}`],
    ['line ends of Windows', OBJECT.replaceAll('\n', '\r\n')],
    ['JSON', '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}'],
    ['anchors, aliases and merge keys', `${OBJECT}x: &x { a: 1 }\ny: { <<: *x }\n`],
    [
      'brackets that close at the indentation of their key',
      `x:\n  a: [\n    b,\n  ]\n  c: {\n  }\n${OBJECT}`,
    ],
    ['braces of a template inside strings', `${OBJECT}x: "{{ $labels.pod }}"\n`],
  ])('reads a text with %s', (_, text) => {
    const { manifests, findings } = read(text);
    expect(findings).toEqual([]);
    expect(manifests.map(({ object }) => object.kind)).toEqual(['ConfigMap']);
  });

  it('does not change the prototype of an object', () => {
    const [manifest] = read(`${OBJECT}__proto__: { polluted: true }\n`).manifests;
    expect(Object.hasOwn(manifest!.object, '__proto__')).toBe(true);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('still reads the documents beside one that cannot be read', () => {
    const { manifests, findings } = read(`${OBJECT}---\n'a\n---\n${OBJECT}`);
    expect(manifests).toHaveLength(2);
    expect(findings).toEqual([
      {
        rule: 'manifest/yaml-syntax',
        severity: 'error',
        file: 'a.yaml',
        line: 5,
        message:
          'Kubernetes cannot read this document: unexpected end of the stream within a single quoted scalar.',
        fix: 'Correct the YAML syntax.',
      },
    ]);
  });

  it.each([
    [
      'a tab as indentation',
      'a:\n\tb: 1',
      'manifest/yaml-syntax line 2: Kubernetes cannot read this document: tab characters must not be used in indentation.',
    ],
    [
      'a key twice',
      'a: 1\nb: 2\na: 3',
      'manifest/yaml-syntax line 3: Kubernetes cannot read this document: duplicated mapping key.',
    ],
    [
      'a depth of 20,000',
      '['.repeat(20_000),
      'manifest/yaml-syntax line 1: Kubernetes cannot read this document: nesting exceeded maxDepth (100).',
    ],
    [
      'UTF-16 read as bytes',
      'k\u0000i\u0000n\u0000d\u0000',
      'manifest/yaml-syntax line 1: Kubernetes cannot read this document: null byte is not allowed in input.',
    ],
    [
      'an unknown tag',
      'a: !vault x',
      'manifest/yaml-syntax line 1: Kubernetes cannot read this document: unknown tag !<!vault>.',
    ],
    [
      'a list as a key',
      'a: 1\n[b]: 2',
      'manifest/yaml-syntax line 2: Kubernetes cannot read this document: a key is a map, a list or null.',
    ],
    [
      'a map as a key, written as an alias',
      'a: &x { b: 1 }\nc:\n  *x : 2',
      'manifest/yaml-syntax line 3: Kubernetes cannot read this document: a key is a map, a list or null.',
    ],
    [
      'a key that is nothing',
      'a: 1\n~: 2',
      'manifest/yaml-syntax line 2: Kubernetes cannot read this document: a key is a map, a list or null.',
    ],
    [
      'a Helm template',
      'apiVersion: v1\nmetadata:\n  name: {{ .Values.name }}',
      'manifest/template line 3: This is a template of a Helm chart, not a manifest.',
    ],
    [
      'a scalar',
      'hello',
      'manifest/no-object line 1: This document is no Kubernetes object: expected apiVersion, kind and metadata.',
    ],
    [
      'a List with an item that is none',
      'apiVersion: v1\nkind: List\nitems: [{ a: 1 }]',
      'manifest/no-object line 1: This document is no Kubernetes object: expected apiVersion, kind and metadata.',
    ],
    [
      'metadata that are no map',
      'apiVersion: v1\nkind: Pod\nmetadata: x',
      'manifest/no-object line 1: This document is no Kubernetes object: expected apiVersion, kind and metadata.',
    ],
    [
      'an alias of itself',
      'a: &a [*a]',
      'manifest/too-large line 1: With its aliases written out, the document has more than 500000 values or 100 levels.',
    ],
  ])('says what is wrong with %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
    expect(read(text).manifests).toEqual([]);
  });

  it.each([
    ['', 'nothing'],
    ['\n# only a comment\n---\n', 'comments'],
    ['---\n...\n', 'an empty document'],
  ])('finds nothing in %j, which holds %s', (text) => {
    expect(read(text)).toEqual({ manifests: [], findings: [] });
  });

  it('refuses aliases that stand for more than a reader could hold, in less than two seconds', () => {
    const bomb = ['a: &a0 [x,x,x,x,x,x,x,x,x]'];
    for (let level = 1; level < 12; level++)
      bomb.push(`b${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(',')}]`);
    const start = performance.now();
    expect(problemsOf(bomb.join('\n'))).toEqual([
      'manifest/too-large line 1: With its aliases written out, the document has more than 500000 values or 100 levels.',
    ]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('does not read a text of 50 MB', () => {
    expect(problemsOf(OBJECT + '#'.repeat(50_000_000))).toEqual([
      'manifest/too-large line undefined: The file has 50000053 characters; at most 33554432 are read.',
    ]);
  });

  it('reads whatever text there is without throwing', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'-:[]{}#&*!|>\'"%@`, \n\tab') }),
    );
    fc.assert(
      fc.property(text, (any) => {
        const { manifests, findings } = read(any);
        expect(manifests).toEqual([]);
        expect(findings.every(({ rule }) => rule.startsWith('manifest/'))).toBe(true);
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
