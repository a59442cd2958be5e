import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { YamlText } from './edit-yaml.ts';

const SEED = 7;

describe('an addition to a YAML text', () => {
  it.each([
    ['a block list', 'a:\n  - x: 1\n', 'a:\n  - x: 1\n  - v: 1\n    m: b\n'],
    ['a list at the column of its key', 'a:\n- x: 1\nb: 2\n', 'a:\n- x: 1\n- v: 1\n  m: b\nb: 2\n'],
    [
      'a list with comments',
      'a:\n  - x: 1 # c\n  # d\nb: 2\n',
      'a:\n  - x: 1 # c\n  - v: 1\n    m: b\n  # d\nb: 2\n',
    ],
    ['a list at the end of a text without line end', 'a:\n  - x: 1', 'a:\n  - x: 1\n  - v: 1\n    m: b\n'],
    [
      'a list whose last value is a block scalar',
      'a:\n  - x: |\n      t\nb: 2\n',
      'a:\n  - x: |\n      t\n  - v: 1\n    m: b\nb: 2\n',
    ],
    ['a list whose last value is empty', 'a:\n  - x:\nb: 2\n', 'a:\n  - x:\n  - v: 1\n    m: b\nb: 2\n'],
    ['a list with Windows line ends', 'a:\r\n  - x: 1\r\n', 'a:\r\n  - x: 1\r\n  - v: 1\r\n    m: b\r\n'],
    ['a flow list', 'a: [ { x: 1 } ] # c\n', 'a: [ { x: 1 }, { v: 1, m: b } ] # c\n'],
    ['a flow list with a comma at its end', 'a: [1,]\n', 'a: [1, { v: 1, m: b },]\n'],
    ['an empty flow list', 'a: []\n', 'a: [{ v: 1, m: b }]\n'],
    ['a flow list on several lines', 'a: [\n  1, # one\n]\n', 'a: [\n  1, { v: 1, m: b }, # one\n]\n'],
  ])('stands at the end of %s', (_, text, expected) => {
    expect(new YamlText(text).insertItem(['a'], countOf(text), { v: 1, m: 'b' })).toBe(expected);
  });

  it.each([
    ['a block list', 'a: # k\n  # c\n  - 1\n', 'a: # k\n  - v: 1\n  # c\n  - 1\n'],
    ['a flow list', 'a: [ 1 ]\n', 'a: [ { v: 1 }, 1 ]\n'],
  ])('stands at the start of %s', (_, text, expected) => {
    expect(new YamlText(text).insertItem(['a'], 0, { v: 1 })).toBe(expected);
  });

  it.each([
    ['a block mapping', 'a:\n  x: 1 # c\n', 'a:\n  x: 1 # c\n  k: v\n'],
    ['a flow mapping', 'a: { x: 1 }\n', 'a: { x: 1, k: v }\n'],
    ['an empty mapping', 'a: {}\n', 'a: { k: v }\n'],
    ['a mapping in a list', 'a: { x: [ { y: 1 } ] }\n', 'a: { x: [ { y: 1 } ], k: v }\n'],
  ])('stands at the end of %s', (_, text, expected) => {
    expect(new YamlText(text).appendField(['a'], 'k', 'v')).toBe(expected);
  });

  it('replaces a scalar and nothing else', () => {
    expect(new YamlText('a:   "x"  # c\n').replaceScalar(['a'], 'yes')).toBe("a:   'yes'  # c\n");
  });

  it('keeps every other byte, whatever the text looks like', () => {
    fc.assert(
      fc.property(anyList(), fc.nat(), ({ text, items }, dice) => {
        const index = dice % (items.length + 1);
        const item = { version: 99, artifacts: [{ storageUri: 'store://models/m/99' }] };
        const edited = new YamlText(text).insertItem(['spec', 'list'], index, item);
        const at = commonStart(text, edited);
        const added = edited.length - text.length;
        // One stretch was inserted: without it the text is the old one.
        expect(
          Array.from({ length: at + 1 }, (_, start) => edited.slice(0, start) + edited.slice(start + added)),
        ).toContain(text);
        expect(parseDocument(edited).errors).toEqual([]);
        expect((parse(edited) as { spec: { list: unknown } }).spec.list).toEqual([
          ...items.slice(0, index),
          item,
          ...items.slice(index),
        ]);
        expect({ ...(parse(edited) as object), spec: null }).toEqual({
          ...(parse(text) as object),
          spec: null,
        });
      }),
      { numRuns: 500, seed: SEED },
    );
  });
});

function countOf(text: string): number {
  return (parse(text) as { a: unknown[] }).a.length;
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Texts with a list in spec, in many styles. */
function anyList(): fc.Arbitrary<{ text: string; items: unknown[] }> {
  const comment = fc.constantFrom('', ' # c', '   # a: [b, {c', ' #');
  const scalar = fc.constantFrom(
    '1',
    "'x: y'",
    '"a\\n# b"',
    'a b',
    'true',
    '|\n#      t\n#      u',
    '>-\n#      folded',
  );
  const item = fc
    .tuple(scalar, comment, fc.boolean())
    .map(([value, trailing, nested]) =>
      nested
        ? `k:\n#    z: 1${trailing}`
        : value.startsWith('|') || value.startsWith('>')
          ? `k: ${value}`
          : `k: ${value}${trailing}`,
    );
  const flow = fc.constantFrom('{ k: 1 }', '{k: [1, {z: "]"}]}', "{ k: '}' }", '{}');
  const block = fc
    .record({
      items: fc.array(item, { minLength: 1, maxLength: 4 }),
      indent: fc.constantFrom('', '  ', '    '),
      between: fc.constantFrom('', '\n', '# between\n', '      # far\n'),
    })
    .map(({ items, indent, between }) => {
      const base = `  ${indent}`;
      const lines = items.map((text) => `${base}- ${text.replaceAll('\n#', `\n${base}`)}\n`);
      return `  list:\n${lines.join(between)}`;
    });
  const inline = fc
    .record({
      items: fc.array(flow, { maxLength: 4 }),
      gap: fc.constantFrom('', ' ', '\n      '),
      trailing: comment,
    })
    .map(({ items, gap, trailing }) => `  list: [${gap}${items.join(`,${gap || ' '}`)}${gap}]${trailing}\n`);
  return fc
    .record({
      list: fc.oneof(block, inline),
      before: fc.constantFrom('', 'a: 1\n', '# head\n\na:   {x:   1}\n'),
      after: fc.constantFrom('', '  b: 2\n', '  # tail\n', 'z: [ 1,2 ]   # odd\n', '\n\n'),
      lineEnd: fc.constantFrom('\n', '\r\n'),
    })
    .map(({ list, before, after, lineEnd }) => `${before}spec:\n${list}${after}`.replaceAll('\n', lineEnd))
    .filter((text) => parseDocument(text).errors.length === 0)
    .map((text) => ({ text, items: (parse(text) as { spec: { list: unknown[] } }).spec.list }));
}
