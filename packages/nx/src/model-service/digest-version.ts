import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileListChecksum } from '@fleetwright/triton-config';

const CHUNK = 2 ** 20;

/**
 * SHA-256 of a version directory's file list. Files are streamed: weights may be larger than the memory. `onRead` is
 * told how many bytes each read took.
 */
export function digestVersion(
  folder: string,
  paths: readonly string[],
  onRead: (bytes: number) => void = () => undefined,
): string {
  return fileListChecksum(paths.map((path) => ({ path, sha256: digestFile(join(folder, path), onRead) })));
}

function digestFile(file: string, onRead: (bytes: number) => void): string {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK);
  const descriptor = openSync(file, 'r');
  try {
    for (let count = readSync(descriptor, buffer); count > 0; count = readSync(descriptor, buffer)) {
      hash.update(buffer.subarray(0, count));
      onRead(count);
    }
  } finally {
    closeSync(descriptor);
  }
  return hash.digest('hex');
}
