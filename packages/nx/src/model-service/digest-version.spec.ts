import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { digestVersion } from './digest-version.ts';
import { READING } from './show-reading.ts';
import { makeFolder } from '../testing.ts';

const COMMAND = 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum';

describe('the checksum of a version directory', () => {
  it('is what the documented command prints, whatever the order and size of the files', () => {
    const files = {
      'model.onnx': 'weights'.repeat(500_000),
      'B/file with blanks': '1',
      'b-file': '',
      'ä/é': 'not ASCII',
      'B.txt': '2',
    };
    const folder = makeFolder(files);
    const [expected] = execFileSync('bash', ['-c', COMMAND], { cwd: folder, encoding: 'utf8' }).split(' ');
    expect(digestVersion(folder, Object.keys(files))).toBe(expected);
  });

  it('tells how many bytes are read, so that a long run can say how far it is', () => {
    const folder = makeFolder({ a: 'x'.repeat(2_500_000), b: 'yz' });
    const reads: number[] = [];
    digestVersion(folder, ['a', 'b'], (bytes) => void reads.push(bytes));
    expect(reads).toEqual([2 ** 20, 2 ** 20, 2_500_000 - 2 ** 21, 2]);
    expect(READING.describe(3 * 2 ** 29, 40 * 2 ** 30)).toBe('1.5 of 40.0 GiB read for checksums');
  });
});
