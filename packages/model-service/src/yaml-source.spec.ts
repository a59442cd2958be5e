import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINIMAL_SERVICE } from './sample-texts.ts';
import { MAX_TEXT, readYaml } from './yaml-source.ts';

const read = (text: string) => readYaml('a/b.yaml', text);
const summary = (text: string) =>
  read(text).findings.map(({ rule, line, column, message }) => `${line}:${column} ${rule} ${message}`);

describe('readYaml refuses, with place and reason,', () => {
  it.each<[string, string, string[]]>([
    [
      'anchors and aliases',
      'a: &x 1\nb: *x\n',
      [
        '1:4 input/alias "&x" is an anchor; anchors and aliases are refused.',
        '2:4 input/alias "*x" is an alias; anchors and aliases are refused.',
      ],
    ],
    ['merge keys', 'b: { <<: { a: 1 } }\n', ['1:6 input/merge-key Merge keys (<<) are refused.']],
    [
      'tags of code',
      'a: !!js/function "x"\n',
      ['1:4 input/tag "!!js/function" is a tag; only the tags of YAML 1.2 core are read.'],
    ],
    [
      'binary',
      'a: !!binary aGk=\n',
      ['1:4 input/tag "!!binary" is a tag; only the tags of YAML 1.2 core are read.'],
    ],
    ['own tags', 'a: !x 1\n', ['1:4 input/tag "!x" is a tag; only the tags of YAML 1.2 core are read.']],
    [
      'directives, which could change the version of YAML',
      '%YAML 1.1\n---\na: yes\n',
      ['1:1 input/directive "%YAML 1.1" is a directive; directives are refused, files are read as YAML 1.2.'],
    ],
    [
      'a second document',
      'a: 1\n---\nb: 2\n',
      ['2:1 input/multiple-documents A second document starts here; a file holds one.'],
    ],
    [
      'every repetition of a key',
      'a: 1\na: 2\nb: { c: 1, c: 2 }\n',
      [
        '2:1 input/duplicate-key The key "a" stands twice in one mapping.',
        '3:12 input/duplicate-key The key "c" stands twice in one mapping.',
      ],
    ],
    ['a byte order mark', '\ufeffa: 1\n', ['1:1 input/encoding The file starts with a byte order mark.']],
    [
      'UTF-16 that was read as UTF-8',
      '\ufffd\ufffda\0:\0',
      ['1:1 input/encoding The file is not UTF-8; it looks like UTF-16.'],
    ],
    [
      'UTF-16 without a mark',
      'a\0:\0 \x001\0',
      ['1:1 input/encoding The file is not UTF-8; it looks like UTF-16.'],
    ],
    ['tabs', 'a:\n\tb: 1\n', ['2:1 input/tab A tab indents this line; YAML indents with spaces only.']],
    ['an empty file', '', ['1:1 input/empty The file is empty.']],
    ['a file of comments', '# nothing\n', ['1:1 input/empty The file is empty.']],
    ['an empty document', '---\n', ['1:1 input/empty The file is empty.']],
    ['a comma too many', '{a: 1,, b: 2}', ['1:7 input/yaml-syntax Not YAML: Unexpected , in flow map.']],
    ['an open mapping', '{a: 1', ['1:6 input/yaml-syntax Not YAML: Flow map must end with a }.']],
    ['an open quote', "a: 'x", ["1:6 input/yaml-syntax Not YAML: Missing closing 'quote."]],
    ['a reserved character', 'a: @x\n', ['1:4 input/yaml-syntax A value cannot begin with this character.']],
    [
      'a mapping in a value',
      'a: b: c\n',
      ['1:4 input/yaml-syntax A second colon follows on one line: a mapping cannot start inside a value.'],
    ],
    [
      'wrong indentation',
      'a:\n  b: 1\n c: 2\n',
      ['3:1 input/yaml-syntax The indentation fits no mapping or list around it.'],
    ],
    [
      'keys that are lists',
      '? [a]\n: 1\n',
      ['1:3 input/key A mapping or list stands where a key is expected.'],
    ],
    [
      'whole numbers that would change',
      'a: 9007199254740993\n',
      ['1:4 input/number /a is a whole number beyond ±9007199254740991, which cannot be read exactly.'],
    ],
    [
      'invisible characters in values and keys',
      'a: "x\\u200by"\n"b\\u202e": 1\nc: "\\ud800"\n',
      [
        '1:4 input/hidden-character /a contains U+200B, a control or invisible character.',
        '2:1 input/hidden-character /b\\u202e contains U+202E, a control or invisible character.',
        '3:4 input/hidden-character /c contains U+D800, a control or invisible character.',
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(summary(text)).toEqual(expected);
  });

  it('a file that is too large', () => {
    expect(summary(`a: ${'x'.repeat(MAX_TEXT)}`)).toEqual([
      '1:1 input/too-large The file has 1048579 characters; at most 1048576 are read.',
    ]);
  });

  it.each([
    ['items', '- a\n'.repeat(50_001), '50001:1'],
    ['quoted items', '["",'.concat('"",'.repeat(100_000)), '1:299999'],
    ['empty lists', '['.concat('[],'.repeat(100_000)), '1:299999'],
  ])('a file of too many %s', (_, text, place) => {
    expect(summary(text)).toEqual([
      `${place} input/too-large The file has more than 100000 keys, values and marks.`,
    ]);
  });

  it.each([
    ['lists in brackets', '['.repeat(20_000), '1:66'],
    ['lists in lines', '- '.repeat(20_000), '1:130'],
    ['mappings in braces', '{a: '.repeat(20_000), '1:258'],
    [
      'mappings in lines',
      Array.from({ length: 1_000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      '65:67',
    ],
  ])('deep nesting of %s', (_, text, place) => {
    expect(summary(text)).toEqual([
      `${place} input/too-deep Mappings and lists are nested more than 64 deep.`,
    ]);
  });

  it('a file of anchors without reading on after the twentieth', () => {
    expect(read('&a '.repeat(300_000)).findings).toHaveLength(20);
  });
});

describe('readYaml refuses secrets without showing them:', () => {
  const secrets: [string, string, string][] = [
    ['a PEM block', `-----BEGIN RSA PRIVATE KEY-----`, 'a PEM block'],
    ['a PEM block in text', `x -----BEGIN CERTIFICATE----- y`, 'a PEM block'],
    ['an AWS access key id', `AKIA${'ABCDEFGHIJKLMNOP'}`, 'an AWS access key id'],
    ['a GitHub token', `ghp_${'a1'.repeat(18)}`, 'a GitHub token'],
    ['a fine-grained GitHub token', `github_pat_${'a1'.repeat(20)}`, 'a GitHub token'],
    ['a GitLab token', `glpat-${'a1'.repeat(10)}`, 'a GitLab token'],
    ['a Slack token', `xoxb-${'12'.repeat(8)}`, 'a Slack token'],
    ['a Hugging Face token', `hf_${'aB'.repeat(17)}`, 'a Hugging Face token'],
    ['an NVIDIA key', `nvapi-${'aB'.repeat(20)}`, 'an NVIDIA API key'],
    ['an API key', `sk-${'aB'.repeat(20)}`, 'an API key'],
    ['a JSON Web Token', `eyJ${'hb'.repeat(10)}.eyJ${'hb'.repeat(10)}.x`, 'a JSON Web Token'],
    ['a Google key', `AIza${'aBcDe'.repeat(7)}`, 'a Google API key'],
  ];

  it.each(secrets)('%s', (_, secret, kind) => {
    const { findings } = read(`a:\n  - "${secret}"\n`);
    expect(
      findings.map(({ rule, line, column, pointer, message }) => [rule, line, column, pointer, message]),
    ).toEqual([
      [
        'input/secret',
        2,
        5,
        '/a/0',
        `/a/0 looks like ${kind} (value not shown); secrets do not belong into a spec.`,
      ],
    ]);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it('credentials in an address', () => {
    expect(summary('a: s3://user:pa55@bucket/x\n')).toEqual([
      '1:4 input/secret /a is an address with credentials (value not shown); secrets do not belong into a spec.',
    ]);
  });

  it.each(['sk-learn', 'AKIA', 'task-5', 'ghp_', 'store://models/a@b', 'me@example.com'])(
    'but not %s',
    (text) => {
      expect(read(`a: ${text}\n`).findings).toEqual([]);
    },
  );
});

describe('readYaml reads', () => {
  it.each<[string, string, unknown]>([
    ['on as text', 'a: on\n', { a: 'on' }],
    ['12:30 as text', 'a: 12:30\n', { a: '12:30' }],
    ['0777 as a decimal number', 'a: 0777\n', { a: 777 }],
    ['1e3 as a number', 'a: 1e3\n', { a: 1000 }],
    ['core tags', 'a: !!str 1\n', { a: '1' }],
    ['punctuation inside text', 'a: x &y *z !q\nb: |\n  &x\n', { a: 'x &y *z !q', b: '&x\n' }],
    ['Windows line ends', 'a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
    ['a trailing comma', 'a: [1, 2, ]\n', { a: [1, 2] }],
    ['null', 'a: ~\nb:\n', { a: null, b: null }],
    ['JSON', '{"a": [true, {"b": "c"}]}', { a: [true, { b: 'c' }] }],
  ])('%s', (_, text, value) => {
    expect(read(text)).toMatchObject({ value, findings: [] });
  });

  it('keys of Object.prototype as own keys', () => {
    const value = read('__proto__: { polluted: 1 }\nconstructor: 2\n').value as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('a mapping of twenty thousand keys in linear time', () => {
    const text = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`).join('\n');
    expect(Object.keys(read(text).value as object)).toHaveLength(20_000);
  });
});

describe('the source of a file', () => {
  const { source } = read(MINIMAL_SERVICE);

  it.each([
    ['', 1, 1],
    ['/kind', 2, 7],
    ['/metadata', 4, 3],
    ['/spec/models/0/versions/0/version', 9, 20],
    ['/spec/models/0/config/max_batch_size', 12, 25],
  ])('finds the value at %j', (pointer, line, column) => {
    expect(source.locate(pointer)).toEqual({ line, column });
  });

  it.each([
    ['/metadata/labels/team', 4, 3],
    ['/spec/models/7/name', 7, 5],
    ['/nothing', 1, 1],
  ])('falls back to the nearest ancestor of %j', (pointer, line, column) => {
    expect(source.locate(pointer)).toEqual({ line, column });
  });

  it('finds keys', () => {
    expect(source.locateKey('/spec/models/0/config')).toEqual({ line: 10, column: 7 });
  });

  it('finds keys with a slash', () => {
    expect(read('a:\n  b/c~d: 1\n').source.locate('/a/b~1c~0d')).toEqual({ line: 2, column: 10 });
  });
});

describe('laws of readYaml', () => {
  it('it never throws, and a value is missing exactly when an unreadable text is reported', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...' \t\n-?:,[]{}#&*!|>\'"%@`ab1.~<='), maxLength: 60 }),
    );
    fc.assert(
      fc.property(text, (candidate) => {
        const { value, findings } = read(candidate);
        expect(value !== undefined || findings.length > 0).toBe(true);
      }),
      { numRuns: 3000, seed: 4 },
    );
  });

  it('any JSON value is read as itself', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const { value: found, findings } = read(JSON.stringify({ value }));
        const unusual = findings.some(({ rule }) => /hidden-character|merge-key/.test(rule));
        if (!unusual) expect(found).toEqual({ value: JSON.parse(JSON.stringify(value)) as unknown });
      }),
      { numRuns: 500, seed: 4 },
    );
  });
});
