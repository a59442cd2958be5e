import { describe, expect, it } from 'vitest';
import { listInputEdits } from './input-edits.ts';
import { treeOf } from './tree.ts';

const FILE = 'apps/a/model-service.yaml';

async function editsOf(from: string | undefined, to: string | undefined) {
  const tree = (text: string | undefined) => treeOf('tree', text === undefined ? {} : { [FILE]: text });
  const { edits, problems } = await listInputEdits(tree(from), tree(to), [FILE]);
  return {
    edits: (edits.get(FILE) ?? []).map(({ pointer, from: old, to: fresh }) => [pointer, old, fresh]),
    problems: problems.map(({ line, message }) => [line, message]),
  };
}

const LIST = 'spec:\n  models:\n  - name: a\n    size: 1\n  - name: b\n    size: 2\n';

describe('the edits of a hand-written file', () => {
  it.each<[string, string, string, unknown[]]>([
    ['a value', 'spec:\n  a: 1\n  b: 2\n', 'spec:\n  a: 1\n  b: 3\n', [['/spec/b', 2, 3]]],
    ['a value in an item', LIST, LIST.replace('size: 2', 'size: 3'), [['/spec/models/1/size', 2, 3]]],
    [
      'the first field of an item',
      LIST,
      LIST.replace('name: a', 'name: c'),
      [['/spec/models/0/name', 'a', 'c']],
    ],
    [
      'a field that an item gets',
      LIST,
      LIST.replace('size: 1\n', 'size: 1\n    kind: x\n'),
      [['/spec/models/0/kind', undefined, 'x']],
    ],
    ['an item that comes', LIST, `${LIST}  - name: c\n`, [['/spec/models/2', undefined, { name: 'c' }]]],
    [
      'an item that goes',
      LIST,
      LIST.replace('  - name: a\n    size: 1\n', ''),
      [['/spec/models/0', { name: 'a', size: 1 }, undefined]],
    ],
    ['a flow list', 'spec: { a: [1, 2] }\n', 'spec: { a: [1, 2, 3] }\n', [['/spec/a/2', undefined, 3]]],
    ['nothing but a comment', LIST, `# why\n${LIST}`, []],
    ['nothing but the style', 'spec: { a: 1 }\n', 'spec:\n  a: 1\n', []],
  ])('are %s, with its pointer', async (_, from, to, edits) => {
    expect(await editsOf(from, to)).toEqual({ edits, problems: [] });
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['comes', undefined, LIST],
    ['goes', LIST, undefined],
  ])('are the whole file where it %s', async (_, from, to) => {
    expect(await editsOf(from, to)).toEqual({ edits: [['', undefined, undefined]], problems: [] });
  });

  it('are the whole file where it cannot be read, and that is a problem with its line', async () => {
    expect(await editsOf(LIST, `${LIST}  c: [\n`)).toEqual({
      edits: [['', undefined, undefined]],
      problems: [
        [
          7,
          'In tree: Kubernetes cannot read this document: unexpected end of the stream within a flow collection.',
        ],
      ],
    });
  });
});
