import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPlainFile, readPlainFolder, refuseLinkedFolders } from './plain-file.ts';
import { temporaryFolder, writeText } from './testing/temporary-tree.ts';

describe('readPlainFile', () => {
  it('reads a regular file', () => {
    const root = temporaryFolder();
    writeText(root, 'a/file', 'text');
    expect(readPlainFile(root, 'a/file')?.toString()).toBe('text');
  });

  it('gives nothing for a file that does not exist', () => {
    expect(readPlainFile(temporaryFolder(), 'a/file')).toBeUndefined();
  });

  it.each<[string, (path: string, other: string) => void, string]>([
    ['a symbolic link', (path, other) => symlinkSync(other, path), 'a symbolic link'],
    ['a dangling symbolic link', (path) => symlinkSync('/nowhere', path), 'a symbolic link'],
    [
      'a hard link',
      (path, other) => linkSync(other, path),
      'a hard link: another name leads to the same content',
    ],
    ['a pipe, without waiting for a writer', (path) => execFileSync('mkfifo', [path]), 'not a regular file'],
    ['a folder', (path) => mkdirSync(path), 'not a regular file'],
    ['a device', (path) => execFileSync('mknod', [path, 'c', '1', '3']), 'not a regular file'],
  ])('refuses %s', (_, make, found) => {
    const root = temporaryFolder();
    writeText(root, 'other', 'text');
    try {
      make(join(root, 'file'), join(root, 'other'));
    } catch (error) {
      // Only some users may make devices.
      if (String(error).includes('mknod')) return;
      throw error;
    }
    expect(() => readPlainFile(root, 'file')).toThrow(
      `Expected a plain file or folder inside the workspace; this is ${found}.`,
    );
  });

  it('refuses a file that is far too large before it is read', () => {
    const root = temporaryFolder();
    writeText(root, 'file', '');
    truncateSync(join(root, 'file'), 50_000_000);
    expect(() => readPlainFile(root, 'file')).toThrow(
      'The file has 50000000 bytes; at most 4194304 are read.',
    );
  });
});

describe('readPlainFolder', () => {
  it('refuses a link to a folder and a file in its place', () => {
    const root = temporaryFolder();
    symlinkSync(temporaryFolder(), join(root, 'link'));
    writeText(root, 'file', '');
    expect(() => readPlainFolder(root, 'link')).toThrow('this is a symbolic link');
    expect(() => readPlainFolder(root, 'file')).toThrow('this is not a folder');
    expect(readPlainFolder(root, 'absent')).toBeUndefined();
  });
});

describe('refuseLinkedFolders', () => {
  it('finds a link anywhere on the way to a file', () => {
    const root = temporaryFolder();
    writeText(root, 'real/inner/file', '');
    symlinkSync(join(root, 'real'), join(root, 'link'));
    expect(() => refuseLinkedFolders(root, 'link/inner/file', new Set())).toThrow('this is a symbolic link');
    expect(() => refuseLinkedFolders(root, 'real/inner/file', new Set())).not.toThrow();
  });
});
