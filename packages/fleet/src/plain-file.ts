import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  type Dirent,
  readdirSync,
} from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';

const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** A file of a workspace, hand-written or generated, is far smaller. */
const MAX_BYTES = 4 * 2 ** 20;

/**
 * Reads a regular file below the root, or gives undefined when there is none. Links are refused, because what
 * they lead to may lie outside the workspace; pipes and devices, because reading them may never end.
 */
export function readPlainFile(root: string, path: string): Buffer | undefined {
  const descriptor = openPlain(root, path);
  if (descriptor === undefined) return undefined;
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw refuseKind(path, 'not a regular file');
    if (stat.nlink > 1) throw refuseKind(path, 'a hard link: another name leads to the same content');
    if (stat.size > MAX_BYTES) throw refuseSize(path, stat.size);
    return readAll(descriptor, stat.size);
  } finally {
    closeSync(descriptor);
  }
}

function openPlain(root: string, path: string): number | undefined {
  try {
    return openSync(join(root, path), READ);
  } catch (error) {
    switch ((error as NodeJS.ErrnoException).code) {
      case 'ENOENT':
        return undefined;
      case 'ELOOP':
        throw refuseKind(path, 'a symbolic link');
      case 'ENXIO':
        throw refuseKind(path, 'not a regular file');
      case 'EACCES':
      case 'EPERM':
        throw new Refusal({
          rule: 'workspace/unreadable',
          file: path,
          message: 'The file cannot be read: permission is denied.',
          fix: 'Give yourself permission to read it.',
        });
      default:
        throw error;
    }
  }
}

function readAll(descriptor: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let length = 0;
  while (length < size) {
    const count = readSync(descriptor, buffer, length, size - length, length);
    if (count === 0) break;
    length += count;
  }
  return buffer.subarray(0, length);
}

/**
 * The entries of a folder below the root, or undefined when there is none. A link in its place, or a file, is
 * refused.
 */
export function readPlainFolder(root: string, path: string): Dirent[] | undefined {
  const stat = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (stat.isSymbolicLink()) throw refuseKind(path, 'a symbolic link');
  if (!stat.isDirectory()) throw refuseKind(path, 'not a folder');
  return readdirSync(join(root, path), { withFileTypes: true });
}

/** Refuses every folder on the way from the root to a path that is not a plain folder. */
export function refuseLinkedFolders(root: string, path: string, known: Set<string>): void {
  const segments = path.split('/').slice(0, -1);
  segments.forEach((_, index) => {
    const folder = segments.slice(0, index + 1).join('/');
    if (known.has(folder)) return;
    const stat = lstatSync(join(root, folder), { throwIfNoEntry: false });
    if (stat === undefined) return;
    if (stat.isSymbolicLink()) throw refuseKind(folder, 'a symbolic link');
    if (!stat.isDirectory()) throw refuseKind(folder, 'not a folder');
    known.add(folder);
  });
}

/** The refusal of something that stands where a plain file or folder belongs. */
export function refuseKind(path: string, found: string): Refusal {
  return new Refusal({
    rule: 'workspace/not-plain',
    file: path,
    message: `Expected a plain file or folder inside the workspace; this is ${found}.`,
    fix: 'Replace it by a copy of what it leads to, or remove it.',
  });
}

function refuseSize(path: string, size: number): Refusal {
  return new Refusal({
    rule: 'workspace/too-large',
    file: path,
    message: `The file has ${size} bytes; at most ${MAX_BYTES} are read.`,
    fix: 'Check that this is the file you meant.',
  });
}
