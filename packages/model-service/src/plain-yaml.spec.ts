import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainYaml } from './plain-yaml.ts';
import { CLUSTER, ENVIRONMENT, FULL_SERVICE, IMAGE_LOCK, MINIMAL_SERVICE } from './sample-texts.ts';
import { readAnyYaml } from './yaml-source.ts';

describe('readPlainYaml reads', () => {
  it.each<[string, string, unknown]>([
    ['words and sentences', 'a: one two (three) 4\n', { a: 'one two (three) 4' }],
    ['addresses and paths', 'a: store://b/c:1\nd: /e/f\n', { a: 'store://b/c:1', d: '/e/f' }],
    ['numbers', 'a: 0\nb: -12\nc: 99.5\nd: -0.5\n', { a: 0, b: -12, c: 99.5, d: -0.5 }],
    ['truth values', 'a: true\nb: false\n', { a: true, b: false }],
    ['what only YAML 1.1 takes for truth values', 'a: yes\nb: on\nn: y\n', { a: 'yes', b: 'on', n: 'y' }],
    ['amounts and digests', 'a: 80Mi\nb: 150ms\nc: 6b86b273e1\n', { a: '80Mi', b: '150ms', c: '6b86b273e1' }],
    ['quoted strings as they stand', `a: '26.07'\nb: "x: # y"\nc: ''\n`, { a: '26.07', b: 'x: # y', c: '' }],
    [
      'flow collections',
      'a: { b: [1, { c: d }], e: {}, f: [] }\n',
      { a: { b: [1, { c: 'd' }], e: {}, f: [] } },
    ],
    ['lists at the column of their key', 'a:\n- 1\n- 2\nb: 3\n', { a: [1, 2], b: 3 }],
    [
      'mappings in lists, however indented',
      'a:\n  -   b: 1\n      c:\n      - 2\n',
      { a: [{ b: 1, c: [2] }] },
    ],
    ['comments', '# a\na: 1 # b\n  # c\nb: # d\n  - "#" # e\n', { a: 1, b: ['#'] }],
    ['keys that objects inherit', 'a: 1\nconstructor: 2\n', { a: 1, constructor: 2 }],
    ['a file without a last line end', 'a: 1', { a: 1 }],
  ])('%s', (_, text, value) => {
    expect(readPlainYaml(text)).toEqual(value);
  });

  it('an ordinary spec', () => {
    expect(readPlainYaml(MINIMAL_SERVICE)).toEqual(readAnyYaml('a', MINIMAL_SERVICE).value);
  });
});

describe('readPlainYaml leaves to a complete reader', () => {
  it.each([
    ['an empty file', ''],
    ['a file of one scalar', 'a\n'],
    ['repeated keys', 'a: 1\na: 2\n'],
    ['repeated keys in flow style', '{ a: 1, a: 2 }\n'],
    ['keys that are no words', 'true: 1\n'],
    ['keys with a meaning of their own', '__proto__: 1\n'],
    ['merge keys', 'a: { <<: b }\n'],
    ['anchors', 'a: &b 1\n'],
    ['aliases', 'a: *b\n'],
    ['tags', 'a: !!str 1\n'],
    ['directives', '%YAML 1.1\n---\na: 1\n'],
    ['a second document', 'a: 1\n---\nb: 1\n'],
    ['sentences with signs', 'a: one, two\n'],
    ['text blocks', 'a: |\n  b\n'],
    ['escapes', 'a: "\\n"\nb: 1\n'],
    ['quotes in quotes', "a: 'it''s'\n"],
    ['scalars over several lines', 'a: b\n  c\n'],
    ['quoted scalars over several lines', 'a: "b\n  c"\n'],
    ['flow collections over several lines', 'a: [1,\n  2]\n'],
    ['missing values', 'a:\nb: 1\n'],
    ['null', 'a: null\n'],
    ['numbers in other notations', 'a: 0x1F\n'],
    ['digests that look like numbers', 'a: 1234e567\n'],
    ['numbers that are not exact', 'a: 12345678901234567890\n'],
    ['indentation that fits nothing', 'a:\n    b: 1\n  c: 2\n'],
    ['tabs', 'a:\tb\n'],
    ['line ends of other systems', 'a: 1\r\n'],
    ['what is not ASCII', 'a: é\n'],
    ['addresses with credentials', 'a: https://user:word@host/\n'],
    ['secrets', `a: b\nc: AKIA${'A'.repeat(16)}\n`],
    ['deep nesting', `a: ${'['.repeat(30)}${']'.repeat(30)}\n`],
    ['long texts', `a: ${'b'.repeat(70_000)}\n`],
  ])('%s', (_, text) => {
    expect(readPlainYaml(text)).toBeUndefined();
  });
});

// Signs that mean something to YAML, and a few that do not.
const SIGNS = [
  ...'-:#\'"{}[],&*!|>%@?~.+e0x1a \n',
  ': ',
  ' #',
  '- ',
  '\n  ',
  '\n- ',
  "''",
  'null',
  'b: 1',
  '{ c: 2 }',
];
const TEXTS = [MINIMAL_SERVICE, FULL_SERVICE, CLUSTER, ENVIRONMENT, IMAGE_LOCK].map((text) =>
  text.slice(0, 600),
);

const edited = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.array(fc.tuple(fc.nat(600), fc.nat(4), fc.constantFrom('', ...SIGNS)), { maxLength: 4 }),
  )
  .map(([text, edits]) =>
    edits.reduce((changed, [at, cut, sign]) => changed.slice(0, at) + sign + changed.slice(at + cut), text),
  );
const assembled = fc
  .array(fc.constantFrom('a: ', 'b:', '\n', '\n', '\n  ', '- ', 'c', ...SIGNS), { maxLength: 14 })
  .map((parts) => `a: ${parts.join('')}`);

describe('whatever readPlainYaml reads', () => {
  it('a complete reader reads alike and without a finding', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.oneof(edited, assembled), (text) => {
        const value = readPlainYaml(text);
        if (value === undefined) return;
        read++;
        const { value: expected, findings } = readAnyYaml('a/b.yaml', text);
        expect(findings).toEqual([]);
        expect(value).toStrictEqual(expected);
      }),
      { numRuns: 6000, seed: 20_264 },
    );
    // Otherwise the law would look at nothing.
    expect(read).toBeGreaterThan(300);
  });
});
