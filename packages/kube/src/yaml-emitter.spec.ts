import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emitManifest, emitYaml } from './yaml-emitter.ts';

/** Both kinds of readers that meet our files: YAML 1.2 (js-yaml, yaml) and YAML 1.1, as Kubernetes' tools have it. */
function readers(text: string): unknown[] {
  return [load(text), parse(text), parse(text, { version: '1.1' })];
}

const misreadable = [
  ...['on', 'off', 'yes', 'no', 'y', 'n', 'Y', 'TRUE', 'False', 'null', 'Null', '~', ''],
  ...[
    '0777',
    '0o17',
    '0x1F',
    '1_000',
    '1e3',
    '1.0',
    '.5',
    '.inf',
    '-.INF',
    '.nan',
    '+12',
    '12:30:45',
    '12:30',
  ],
  ...[
    '2026-11-25',
    '2026-11-25T10:00:00Z',
    '=',
    '<<',
    '-',
    '?',
    ':',
    '- a',
    '? a',
    'a: b',
    'a:',
    'a #b',
    '#a',
  ],
  ...[
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '[a]',
    '{a}',
    '"a"',
    "'a'",
    '|',
    '>',
    '---',
    '...',
    '--- a',
    ' a',
    'a ',
  ],
  ...[
    '\t',
    'a\tb',
    'a\nb',
    'a\nb\n',
    '\na',
    'a\n\n',
    ' a\nb',
    'a\n  b',
    'a\r\nb',
    'a\u0085b',
    'a\u2028b',
    '\ufeffa',
  ],
  ...[
    'tritоn',
    '\u202eabc',
    'a\u200bb',
    '😀',
    'é',
    '$(rm -rf /)',
    '{{ $labels.pod }}',
    '<%= x %>',
    'a, b',
    'a,b',
  ],
  ...[
    '--model-repository=/models',
    ...['4Gi', '600s', '100m', '20ms', '1d', '1h30m', '0b1', '1e5', '12e03', '0xdm', '1_0s', '99999999999Gi'],
    '--a',
    'nvcr.io/nvidia/tritonserver:26.07-py3@sha256:abc',
    'http://a:9090/x',
  ],
];

describe('emitYaml', () => {
  it.each(misreadable)('keeps the string %j a string for every reader', (text) => {
    for (const value of readers(emitYaml({ value: text, list: [text], [text]: 'as key' }))) {
      expect(value).toEqual({ value: text, list: [text], [text]: 'as key' });
    }
  });

  it('is read back as the same value, whatever the value', () => {
    // Lone surrogates are no Unicode text; the input schemas refuse them.
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...misreadable),
    );
    const key = text.filter((name) => name !== '__proto__');
    const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 4 }),
        tie('object'),
      ),
      object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(value, (generated) => {
        const text = emitYaml({ root: generated });
        for (const read of readers(text)) expect(read).toEqual({ root: generated });
      }),
      { numRuns: 2000 },
    );
  });

  it('writes text of several lines as a block, so that a diff shows its lines', () => {
    expect(emitYaml({ config: 'name: "m"\n\nbackend: "python"\n', query: 'a\n  / b' })).toBe(
      'config: |\n  name: "m"\n\n  backend: "python"\nquery: |-\n  a\n    / b\n',
    );
  });

  it('writes sequences at the indentation of their key, and short scalars plainly', () => {
    const value = {
      apiVersion: 'v1',
      ports: [
        { name: 'http', port: 8000 },
        { name: 'grpc', port: 8001 },
      ],
      args: ['--strict-readiness=true', 'on'],
      nested: [[1, 2], []],
      empty: {},
    };
    expect(emitYaml(value)).toBe(
      [
        'apiVersion: v1',
        'ports:',
        '- name: http',
        '  port: 8000',
        '- name: grpc',
        '  port: 8001',
        'args:',
        '- --strict-readiness=true',
        '- "on"',
        'nested:',
        '-',
        '  - 1',
        '  - 2',
        '- []',
        'empty: {}',
        '',
      ].join('\n'),
    );
  });

  it('leaves out what is undefined', () => {
    expect(emitYaml({ a: undefined, b: { c: undefined }, d: 1 })).toBe('b: {}\nd: 1\n');
  });

  it('puts comments above keys and list items', () => {
    const value = { spec: { strategy: { canary: {} }, rules: [{ port: 1 }, { port: 2 }] } };
    const comments = { '/spec/strategy': 'rollouts/canarystrategy', '/spec/rules/1': 'the second' };
    expect(emitYaml(value, comments)).toBe(
      [
        'spec:',
        '  # rollouts/canarystrategy',
        '  strategy:',
        '    canary: {}',
        '  rules:',
        '  - port: 1',
        '  # the second',
        '  - port: 2',
        '',
      ].join('\n'),
    );
  });

  it.each([Number.NaN, Infinity, 1e21, 1e-7])(
    'refuses the number %d, which readers take for different things',
    (n) => {
      expect(() => emitYaml({ n })).toThrow(`cannot write the number ${n} as YAML`);
    },
  );

  it('refuses a function', () => {
    expect(() => emitYaml({ f: () => 1 })).toThrow('cannot write a function as YAML');
  });
});

describe('emitManifest', () => {
  it('names the builder above each resource', () => {
    const resource = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
    expect(
      emitManifest([
        { builder: 'triton/service', resource },
        { builder: 'triton/service', resource: { ...resource, metadata: { name: 'b' } } },
      ]),
    ).toBe(
      [
        '# triton/service',
        'apiVersion: v1',
        'kind: Service',
        'metadata:',
        '  name: a',
        '---',
        '# triton/service',
        'apiVersion: v1',
        'kind: Service',
        'metadata:',
        '  name: b',
        '',
      ].join('\n'),
    );
  });
});
