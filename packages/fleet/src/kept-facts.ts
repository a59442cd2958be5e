import { hash } from 'node:crypto';
import type { SetReport, SplitFacts } from '@fleetwright/validation';

/** Facts of a folder as the cache keeps them. */
export interface KeptFacts {
  /** Those that rules need of all folders. */
  facts: SetReport['facts'];
  /** Digests of {@link DIGEST_LENGTH} characters each: of the keys of all others. */
  keys: string;
}

// 48 bits: that two keys of a cluster look alike costs a look into two folders, and no more.
const DIGEST_LENGTH = 8;

/** Shortens facts for the cache. */
export function keepFacts({ facts, keys }: SplitFacts): KeptFacts {
  const digests = keys.map((key) => hash('sha256', key, 'base64url').slice(0, DIGEST_LENGTH));
  return { facts, keys: digests.join('') };
}

/** Positions of the folders that have a key in common with another or hold one twice. */
export function findClashes(folders: readonly KeptFacts[]): ReadonlySet<number> {
  const clashes = new Set<number>();
  const first = new Map<string, number>();
  for (const [position, { keys }] of folders.entries()) {
    for (let start = 0; start < keys.length; start += DIGEST_LENGTH) {
      const key = keys.slice(start, start + DIGEST_LENGTH);
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, position);
      else clashes.add(earlier).add(position);
    }
  }
  return clashes;
}
