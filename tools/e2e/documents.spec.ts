import { describe, expect, it } from 'vitest';
import { readDocuments } from './documents.ts';

describe('readDocuments', () => {
  it('keeps the text that the server is to read beside what it says', () => {
    const documents = readDocuments('a.yaml', '# made\nkind: A\n---\n# b\nkind: B\n');
    expect(documents).toEqual([
      { file: 'a.yaml', text: '# made\nkind: A\n', resource: { kind: 'A' } },
      { file: 'a.yaml', text: '\n# b\nkind: B\n', resource: { kind: 'B' } },
    ]);
  });

  it('does not split a block scalar that holds a rule', () => {
    const [first, ...others] = readDocuments('a.yaml', 'kind: A\ndata:\n  text: |\n    a\n    ---\n    b\n');
    expect(first!.resource).toEqual({ kind: 'A', data: { text: 'a\n---\nb\n' } });
    expect(others).toEqual([]);
  });

  it.each(['', '# nothing\n', '---\n---\n'])('finds nothing in %j', (text) => {
    expect(readDocuments('a.yaml', text)).toEqual([]);
  });
});
