import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@fleetwright/review';
import { readPlainFile } from './plain-file.ts';
import { Refusal } from './refusal.ts';

// Nothing of a repository's configuration may start a program, and nobody is asked for a password.
const ENVIRONMENT = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  LC_ALL: 'C',
};
const CONFIGURATION = [
  '-c',
  'core.fsmonitor=false',
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.quotePath=false',
];

const MAX_OUTPUT = 2 ** 30;

/** Runs git in a folder; undefined when it fails. */
export function runGit(folder: string, args: readonly string[], input?: string): Buffer | undefined {
  const { status, stdout, error } = spawnSync('git', [...CONFIGURATION, ...args], {
    cwd: folder,
    env: { ...process.env, ...ENVIRONMENT },
    maxBuffer: MAX_OUTPUT,
    ...(input !== undefined && { input }),
  });
  if ((error as { code?: string } | undefined)?.code === 'ENOENT')
    throw new Refusal({
      rule: 'review/no-git',
      message: 'The command git was not found; it reads the revisions.',
      fix: 'Install git, or compare two folders with --base=DIR --head=DIR.',
    });
  return status === 0 ? stdout : undefined;
}

/** Full id of the commit that a revision names; undefined when there is none. */
export function resolveCommit(folder: string, revision: string): string | undefined {
  if (revision.startsWith('-')) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  return runGit(folder, args)?.toString('utf8').trim();
}

/** The commit at which two histories parted; undefined when it is not there. */
export function findMergeBase(folder: string, one: string, other: string): string | undefined {
  return runGit(folder, ['merge-base', one, other])?.toString('utf8').trim();
}

/** Whether older commits were left out when the repository was cloned. */
export function isShallow(folder: string): boolean {
  return runGit(folder, ['rev-parse', '--is-shallow-repository'])?.toString('utf8').trim() === 'true';
}

/** A tree of a repository, and the paths in it that are no UTF-8, which nobody could name: they are left out. */
export interface GitTree extends Tree {
  unnamable: string[];
}

/** The tree of a commit, at and below the folder. */
export function treeOfCommit(folder: string, name: string, commit: string): GitTree {
  const listing = runGit(folder, ['ls-tree', '-r', '-z', commit])?.toString('utf8') ?? '';
  const ids = readListing(listing, /^(100\d{3}) blob ([0-9a-f]+)\t(.+)$/s);
  return { name, commit, unnamable: takeUnnamable(ids), ...blobTree(folder, ids) };
}

function takeUnnamable(ids: Map<string, string>): string[] {
  const paths = [...ids.keys()].filter((path) => path.includes('\uFFFD'));
  for (const path of paths) ids.delete(path);
  return paths;
}

/** The tree on the disk, as git would commit it: without what it ignores. */
export function treeOfWorkingFolder(folder: string): GitTree {
  const list = (...args: string[]) => runGit(folder, ['ls-files', '-z', ...args])?.toString('utf8') ?? '';
  const ids = readListing(list('--stage'), /^(100\d{3}) ([0-9a-f]+) \d\t(.+)$/s);
  const changed = (
    runGit(folder, ['diff-files', '-z', '--name-only', '--no-ext-diff', '--relative'])?.toString('utf8') ?? ''
  ).split('\0');
  const loose = [...changed, ...list('--others', '--exclude-standard').split('\0')].filter(
    (path) => path !== '',
  );
  const length = [...ids.values()][0]?.length ?? 40;
  const texts = new Map<string, string>();
  for (const path of new Set(loose)) {
    // What cannot hold manifests may be of any size, and is not read.
    if (path.includes('\uFFFD') || !/\.(?:ya?ml|json)$|Kustomization$/.test(path)) {
      ids.set(path, 'not read');
      continue;
    }
    const content = readLoose(folder, path);
    if (content === undefined) ids.delete(path);
    else {
      ids.set(path, hashBlob(content, length));
      texts.set(path, content.toString('utf8'));
    }
  }
  const unnamable = takeUnnamable(ids);
  const { read } = blobTree(folder, ids);
  return {
    name: 'working tree',
    unnamable,
    ids,
    read: async (paths) => {
      const stored = await read(paths.filter((path) => !texts.has(path)));
      return new Map([
        ...stored,
        ...paths.flatMap((path) => (texts.has(path) ? [[path, texts.get(path)!] as const] : [])),
      ]);
    },
  };
}

// Links are no files of their own here, as in a commit.
function readLoose(folder: string, path: string): Buffer | undefined {
  if (lstatSync(join(folder, path), { throwIfNoEntry: false })?.isFile() !== true) return undefined;
  return readPlainFile(folder, path);
}

/** The id that git gives a file's content. */
export function hashBlob(content: Buffer, length = 40): string {
  return createHash(length === 64 ? 'sha256' : 'sha1')
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest('hex');
}

function readListing(listing: string, pattern: RegExp): Map<string, string> {
  return new Map(
    listing.split('\0').flatMap((entry) => {
      const match = pattern.exec(entry);
      return match === null ? [] : [[match[3]!, match[2]!] as const];
    }),
  );
}

function blobTree(folder: string, ids: Map<string, string>): Pick<Tree, 'ids' | 'read'> {
  const known = new Map<string, string>();
  const read = (paths: readonly string[]) => {
    const wanted = new Set(paths.flatMap((path) => ids.get(path) ?? []).filter((id) => !known.has(id)));
    if (wanted.size > 0) readBlobs(folder, [...wanted], known);
    const texts = paths.flatMap((path) => {
      const text = known.get(ids.get(path) ?? '');
      return text === undefined ? [] : [[path, text] as const];
    });
    return Promise.resolve(new Map(texts));
  };
  return { ids, read };
}

// The answer to each id is a line that says the size, the content, and a line end.
function readBlobs(folder: string, ids: readonly string[], into: Map<string, string>): void {
  const output = runGit(folder, ['cat-file', '--batch', '--buffer'], ids.map((id) => `${id}\n`).join(''));
  for (let at = 0; output !== undefined && at < output.length;) {
    const end = output.indexOf(10, at);
    const [id = '', type, size] = output.toString('latin1', at, end).split(' ');
    if (type !== 'blob') {
      at = end + 1;
      continue;
    }
    const start = end + 1;
    const length = Number(size);
    into.set(id, output.toString('utf8', start, start + length));
    at = start + length + 1;
  }
}
