import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '@fleetwright/findings';
import type { Tree } from '@fleetwright/review';
import { Refusal } from './refusal.ts';
import { treeOfFolder } from './tree-folder.ts';
import {
  findMergeBase,
  isShallow,
  resolveCommit,
  runGit,
  treeOfCommit,
  treeOfWorkingFolder,
} from './tree-git.ts';

/** What is compared, as it was given on the command line. */
export interface ReviewRequest {
  /** Folder of the workspace; revisions are looked up in its repository. */
  folder: string;
  base: string;
  /** Absent: what lies on the disk. */
  head?: string | undefined;
}

/** Both sides, or why there are none. */
export interface ReviewSides {
  sides: { base: Tree; head: Tree } | undefined;
  /** Whether head is what lies in the workspace folder, so that a render can be compared with it. */
  isWorkspace: boolean;
  /** What a reader of the review has to know about the sides, or what keeps them from being read. */
  problems: Finding[];
}

/** Finds the two sides of a review: revisions of the workspace's repository, or folders. */
export function findReviewSides(request: ReviewRequest): ReviewSides {
  try {
    return isFolderPair(request) ? readFolders(request) : readRevisions(request);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { sides: undefined, isWorkspace: false, problems: [error.finding] };
  }
}

// A name that is both is the revision: folders can be given with a slash.
function isFolderPair({ folder, base, head }: ReviewRequest): boolean {
  const isFolder = (name: string) =>
    statSync(resolve(folder, name), { throwIfNoEntry: false })?.isDirectory() === true;
  const looksLikePath = /^[./]|\/$/.test(base);
  if (!isFolder(base) || (head !== undefined && !isFolder(head))) return false;
  return looksLikePath || !existsSync(folder) || resolveCommit(folder, base) === undefined;
}

function readFolders({ folder, base, head = '.' }: ReviewRequest): ReviewSides {
  const sides = {
    base: treeOfFolder(resolve(folder, base), base),
    head: treeOfFolder(resolve(folder, head), head),
  };
  return { sides, isWorkspace: false, problems: [] };
}

function readRevisions({ folder, base, head }: ReviewRequest): ReviewSides {
  if (
    statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true ||
    runGit(folder, ['rev-parse', '--git-dir']) === undefined
  )
    throw new Refusal({
      rule: 'review/no-repository',
      message: `${folder} is in no git repository, so there is no revision ${JSON.stringify(base)}.`,
      fix: 'Run the command in the repository, or compare two folders with --base=DIR --head=DIR.',
    });
  const old = commitOf(folder, base, '--base');
  const fresh = head === undefined ? resolveCommit(folder, 'HEAD') : commitOf(folder, head, '--head');
  const parted = fresh === undefined ? undefined : findMergeBase(folder, old, fresh);
  const tree = head === undefined ? treeOfWorkingFolder(folder) : treeOfCommit(folder, head, fresh!);
  const sides = { base: treeOfCommit(folder, base, parted ?? old), head: tree };
  return {
    sides,
    isWorkspace: head === undefined,
    problems: [
      ...(parted === undefined && fresh !== undefined ? [describeNoMergeBase(folder, base)] : []),
      ...describeUnnamable([...sides.base.unnamable, ...sides.head.unnamable]),
    ],
  };
}

function describeUnnamable(paths: readonly string[]): Finding[] {
  return [...new Set(paths)].sort().map((file) => ({
    rule: 'review/unnamable-file',
    severity: 'error',
    file,
    message: 'The name of this file is no UTF-8, so that it was not compared.',
    fix: 'Rename it.',
  }));
}

function commitOf(folder: string, revision: string, option: string): string {
  const commit = resolveCommit(folder, revision);
  if (commit !== undefined) return commit;
  const shallow = isShallow(folder);
  throw new Refusal({
    rule: 'review/unknown-revision',
    message: `${option}=${revision}: the repository has no such commit${shallow ? '; its history is cut off, as in a shallow clone' : ''}.`,
    fix: shallow
      ? 'Fetch it, with all history: git fetch --unshallow, or fetch-depth: 0 in a workflow.'
      : 'Fetch the branch, or give another revision or a folder.',
  });
}

function describeNoMergeBase(folder: string, base: string): Finding {
  const shallow = isShallow(folder);
  return {
    rule: 'review/no-merge-base',
    severity: 'warning',
    message: `The commit at which head and ${base} parted is not there${shallow ? ': the history is cut off, as in a shallow clone' : ''}; compared with ${base} itself, so that what came there meanwhile looks like changes.`,
    fix: shallow
      ? 'Fetch all history: git fetch --unshallow, or fetch-depth: 0 in a workflow.'
      : 'Compare with a branch that head comes from.',
  };
}
