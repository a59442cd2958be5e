import { InternalError } from '@fleetwright/findings';

/** `store://<store>/<path>` in its parts. */
export interface StorageUri {
  store: string;
  path: string;
}

/** Parts of a storage URI that a schema has admitted. */
export function parseStorageUri(storageUri: string): StorageUri {
  const match = /^store:\/\/([^/]+)\/(.+)$/.exec(storageUri);
  if (match === null) throw new InternalError(`unexpected storageUri ${storageUri}`);
  return { store: match[1]!, path: match[2]! };
}

/** A store's URI in its parts: `s3`, and `bucket/prefix` without outer slashes. */
export function parseStoreUri(uri: string): { scheme: string; root: string } {
  const end = uri.indexOf('://');
  return { scheme: uri.slice(0, end), root: trimSlashes(uri.slice(end + 3)) };
}

/** Joins paths by single slashes. */
export function joinPath(...parts: readonly string[]): string {
  return parts
    .map(trimSlashes)
    .filter((part) => part !== '')
    .join('/');
}

// A loop instead of a pattern: a long run of slashes takes a backtracking engine quadratic time.
function trimSlashes(path: string): string {
  let start = 0;
  let end = path.length;
  while (start < end && path[start] === '/') start++;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}
