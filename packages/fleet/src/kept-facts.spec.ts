import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findClashes, keepFacts } from './kept-facts.ts';

function kept(...sets: string[][]) {
  return sets.map((keys) => keepFacts({ facts: {}, keys }));
}

describe('findClashes', () => {
  it('finds the folders that have a key in common', () => {
    expect([...findClashes(kept(['a', 'b'], ['c'], ['d', 'a'], []))]).toEqual([0, 2]);
  });

  it('finds a folder that holds a key twice', () => {
    expect([...findClashes(kept(['a'], ['b', 'b']))]).toEqual([1]);
  });

  it('finds exactly the folders of which a key occurs twice in all', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'))), (sets) => {
        const all: string[] = sets.flat();
        const twice = (key: string) => all.indexOf(key) !== all.lastIndexOf(key);
        const expected = [...sets.keys()].filter((position) => sets[position]!.some(twice));
        expect([...findClashes(kept(...sets))].sort((a, b) => a - b)).toEqual(expected);
      }),
    );
  });
});
