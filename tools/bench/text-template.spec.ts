import { describe, expect, it } from 'vitest';
import { deriveShapes, fillTemplate, verifyShapes, type Files } from './text-template.ts';

function placement(name: string, text: string): Files {
  return { folder: `clusters/one/${name}`, files: [{ path: 'a.yaml', text }] };
}

describe('text templates', () => {
  it('make a hole of each word that differs, and one value of what is always filled alike', () => {
    const shapes = deriveShapes([
      placement('cat', 'name: cat-1\nkind: Pod\nhost: cat-1.svc\nrate: 5\n'),
      placement('dog', 'name: dog-1\nkind: Pod\nhost: dog-1.svc\nrate: 70\n'),
    ]);
    expect(shapes).toEqual([
      {
        files: [
          {
            path: 'a.yaml',
            texts: ['name: ', '-1\nkind: Pod\nhost: ', '-1.svc\nrate: ', '\n'],
            slots: [0, 0, 1],
          },
        ],
        placements: [
          { folder: 'clusters/one/cat', values: ['cat', '5'] },
          { folder: 'clusters/one/dog', values: ['dog', '70'] },
        ],
      },
    ]);
  });

  it('make a hole of a whole line whose words are not equally many', () => {
    const [shape] = deriveShapes([placement('cat', 'a: 1 2\nb\n'), placement('dog', 'a: 1\nb\n')]);
    expect(shape?.files[0]).toEqual({ path: 'a.yaml', texts: ['', 'b\n'], slots: [0] });
    expect(shape?.placements.map(({ values }) => values)).toEqual([['a: 1 2\n'], ['a: 1\n']]);
  });

  it('are separate for files of different length, and constant for one placement alone', () => {
    const shapes = deriveShapes([placement('cat', 'a\n'), placement('dog', 'a\nb\n')]);
    expect(shapes.map(({ files }) => files[0]?.texts)).toEqual([['a\n'], ['a\nb\n']]);
  });

  it('give back every file, or the check names the one that they do not give', () => {
    const placements = [placement('cat', 'x: cat\n'), placement('dog', 'x: dog')];
    const shapes = deriveShapes(placements);
    expect(() => verifyShapes(shapes, placements)).not.toThrow();
    expect(() => verifyShapes(shapes, [placement('cat', 'x: cow\n')])).toThrow(
      'The text template does not give clusters/one/cat/a.yaml.',
    );
  });

  it('are filled in order', () => {
    expect(fillTemplate({ path: '', texts: ['a', 'b', ''], slots: [1, 0] }, ['X', 'Y'])).toBe('aYbX');
  });
});
