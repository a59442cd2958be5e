import { createHash } from 'node:crypto';

/** A file of an artifact: its path below the artifact's directory and the SHA-256 of its content in hex. */
export interface FileDigest {
  path: string;
  sha256: string;
}

/**
 * SHA-256 of a file list, in hex. For paths without line ends and backslashes it is what this prints:
 * `cd DIR && find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum`.
 */
export function fileListChecksum(files: readonly FileDigest[]): string {
  const lines = files
    .map(({ path, sha256 }) => ({ name: Buffer.from(`./${path}`), sha256 }))
    .sort((a, b) => Buffer.compare(a.name, b.name));
  const hash = createHash('sha256');
  for (const { name, sha256 } of lines) hash.update(`${sha256}  `).update(name).update('\n');
  return hash.digest('hex');
}
