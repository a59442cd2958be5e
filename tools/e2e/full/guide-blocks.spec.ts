import { describe, expect, it } from 'vitest';
import { readGuideBlocks } from './guide-blocks.ts';

describe('readGuideBlocks', () => {
  it('gives the commands in order and leaves out other languages', () => {
    const page = '# A\n\n```sh\none\ntwo\n```\n\n```yaml\na: 1\n```\n\n```sh\nthree\n```\n';
    expect(readGuideBlocks(page)).toEqual(['one\ntwo\n', 'three\n']);
  });

  it('finds nothing where nothing is fenced', () => {
    expect(readGuideBlocks('    npm run e2e\n')).toEqual([]);
  });
});
