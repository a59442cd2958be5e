import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listRepository } from './list-repository.ts';
import { temporaryFolder, writeText } from './testing/temporary-tree.ts';

function makeFolder(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(files)) writeText(root, path, text);
  return root;
}

function messagesOf(folder: string): string[] {
  return listRepository(folder, 'repo').findings.map(({ file, message }) => `${file}: ${message}`);
}

describe('listing a model repository', () => {
  it('gives files with their sizes, texts of configurations only, and empty folders', () => {
    const folder = makeFolder({
      'README.md': 'x',
      '.git/config': 'x',
      'm/config.pbtxt': 'name: "m"',
      'm/1/model.onnx': 'abc',
      'm/1/.hidden': '',
    });
    mkdirSync(join(folder, 'ensemble/1'), { recursive: true });
    expect(listRepository(folder, 'repo')).toEqual({
      files: [
        { path: 'README.md', size: 1, text: undefined },
        { path: 'ensemble/1/', size: 0 },
        { path: 'm/1/.hidden', size: 0, text: undefined },
        { path: 'm/1/model.onnx', size: 3, text: undefined },
        { path: 'm/config.pbtxt', size: 9, text: 'name: "m"' },
      ],
      findings: [],
    });
  });

  it('follows links that stay inside', () => {
    const folder = makeFolder({ 'm/blobs/weights': 'abcd' });
    mkdirSync(join(folder, 'm/1'));
    symlinkSync('../blobs/weights', join(folder, 'm/1/model.onnx'));
    expect(listRepository(folder, 'repo').files).toContainEqual({
      path: 'm/1/model.onnx',
      size: 4,
      text: undefined,
    });
  });

  it.each<[string, (folder: string) => void, string]>([
    [
      'a link to a file outside',
      (folder) => symlinkSync('/etc/hostname', join(folder, 'm/x')),
      'repo/m/x: The link leads out of the repository.',
    ],
    [
      'a link to a folder outside',
      (folder) => symlinkSync('/etc', join(folder, 'm/x')),
      'repo/m/x: The link leads out of the repository.',
    ],
    [
      'a link to nowhere',
      (folder) => symlinkSync('nowhere', join(folder, 'm/x')),
      'repo/m/x: It cannot be read: the link leads nowhere.',
    ],
    [
      'a link to itself',
      (folder) => symlinkSync('x', join(folder, 'm/x')),
      'repo/m/x: It cannot be read: the link leads to itself.',
    ],
    [
      'a pipe',
      (folder) => execFileSync('mkfifo', [join(folder, 'm/x')]),
      'repo/m/x: Expected a regular file or a folder.',
    ],
    [
      'a name with a line end',
      (folder) => writeFileSync(join(folder, 'm/a\nb'), ''),
      'repo/m/a\\nb: The name holds a backslash or a control character.',
    ],
    [
      'a configuration that is not UTF-8',
      (folder) => writeFileSync(join(folder, 'm/config.pbtxt'), Buffer.from([0x6e, 0xff])),
      'repo/m/config.pbtxt: The file is not UTF-8 text.',
    ],
    [
      'a configuration that is far too large',
      (folder) => writeFileSync(join(folder, 'm/config.pbtxt'), Buffer.alloc(2_000_000)),
      'repo/m/config.pbtxt: The file has 2000000 bytes; at most 1048576 are read.',
    ],
    [
      'a link to a folder that it stands in',
      (folder) => symlinkSync('..', join(folder, 'm/1/x')),
      'repo/m/1/x: The link leads to a folder that it stands in.',
    ],
    [
      'folders that lead to one another',
      (folder) => symlinkSync('../../n', join(folder, 'm/1/n')),
      'repo/m/1/n/m: The link leads to a folder that it stands in.',
    ],
    [
      'folders nested without end',
      (folder) => mkdirSync(join(folder, 'm', ...Array<string>(17).fill('x')), { recursive: true }),
      `repo/m/${'x/'.repeat(15)}x: The folder is nested more than 16 levels deep.`,
    ],
  ])('refuses %s', (_, prepare, message) => {
    const folder = makeFolder({ 'm/1/model.onnx': '', 'n/README.md': '' });
    symlinkSync('../m', join(folder, 'n/m'));
    prepare(folder);
    expect(messagesOf(folder)).toContain(message);
  });
});
