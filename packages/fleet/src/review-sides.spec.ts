import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { reviewTrees } from '@fleetwright/review';
import { describe, expect, it } from 'vitest';
import { findReviewSides } from './review-sides.ts';
import { editText, temporaryFolder, writeText } from './testing/temporary-tree.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  type: ClusterIP\n';

function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

function repository(): string {
  const root = temporaryFolder();
  git(root, 'init', '--quiet', '--initial-branch=main');
  writeText(root, 'manifests/a.yaml', SERVICE);
  writeText(root, '.gitignore', 'ignored.yaml\n');
  commit(root, 'first');
  return root;
}

function commit(root: string, message: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', message);
}

async function titlesOf(request: { folder: string; base: string; head?: string }): Promise<string[]> {
  const { sides, problems } = findReviewSides(request);
  expect(problems).toEqual([]);
  return (await reviewTrees(sides!)).changes.map(({ title }) => title);
}

function problemOf(request: { folder: string; base: string; head?: string }) {
  const { sides, problems } = findReviewSides(request);
  expect(sides).toBeUndefined();
  return problems.map(({ rule, message, fix }) => ({ rule, message, fix }));
}

describe('findReviewSides', () => {
  it('compares a revision with what lies on the disk: changed, new and ignored files', async () => {
    const root = repository();
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    writeText(root, 'manifests/b.yaml', SERVICE.replace('name: a', 'name: b'));
    writeText(root, 'manifests/model.onnx', '0'.repeat(5_000_000));
    writeText(root, 'manifests/ignored.yaml', SERVICE.replace('name: a', 'name: c'));
    expect(await titlesOf({ folder: root, base: 'HEAD' })).toEqual([
      'Service/a type: ClusterIP → NodePort',
      'Service/b added',
    ]);
  });

  it('finds nothing where nothing differs, whatever the times of files', async () => {
    const root = repository();
    writeText(root, 'manifests/a.yaml', SERVICE);
    expect(await titlesOf({ folder: root, base: 'HEAD' })).toEqual([]);
  });

  it('compares with the commit at which the branch parted, not with what came to base meanwhile', async () => {
    const root = repository();
    git(root, 'checkout', '--quiet', '-b', 'topic');
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    commit(root, 'topic');
    git(root, 'checkout', '--quiet', 'main');
    writeText(root, 'manifests/b.yaml', SERVICE.replace('name: a', 'name: b'));
    commit(root, 'main');
    expect(await titlesOf({ folder: root, base: 'main', head: 'topic' })).toEqual([
      'Service/a type: ClusterIP → NodePort',
    ]);
  });

  it('looks at the workspace alone where it is a folder of the repository', async () => {
    const root = repository();
    writeText(root, 'outside.yaml', SERVICE.replace('name: a', 'name: b'));
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    expect(await titlesOf({ folder: join(root, 'manifests'), base: 'HEAD' })).toEqual([
      'Service/a type: ClusterIP → NodePort',
    ]);
  });

  it('does not follow links, and starts nothing that the repository configures', async () => {
    const root = repository();
    symlinkSync('/etc/passwd', join(root, 'manifests/link.yaml'));
    git(root, 'config', 'core.fsmonitor', 'touch started; false');
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    expect(await titlesOf({ folder: root, base: 'HEAD' })).toEqual(['Service/a type: ClusterIP → NodePort']);
    expect(git(root, '-c', 'core.fsmonitor=false', 'status', '--short')).not.toContain('started');
  });

  it('compares any two folders', async () => {
    const root = temporaryFolder();
    writeText(root, 'one/a.yaml', SERVICE);
    writeText(root, 'two/b.yaml', SERVICE.replace('ClusterIP', 'NodePort'));
    writeText(root, 'two/README.md', '# nothing');
    expect(await titlesOf({ folder: root, base: 'one', head: 'two' })).toEqual([
      'Service/a type: ClusterIP → NodePort',
    ]);
  });

  it.each(['nope', '--output=/tmp/x', 'HEAD:manifests', ''])('says that there is no commit %j', (base) => {
    expect(problemOf({ folder: repository(), base: base === '' ? 'refs/heads/none' : base })).toEqual([
      {
        rule: 'review/unknown-revision',
        message: `--base=${base === '' ? 'refs/heads/none' : base}: the repository has no such commit.`,
        fix: 'Fetch the branch, or give another revision or a folder.',
      },
    ]);
  });

  it('says that a shallow clone lacks the commit, and how to get it', () => {
    const root = repository();
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    commit(root, 'second');
    const first = git(root, 'rev-parse', 'HEAD~1');
    const clone = join(temporaryFolder(), 'clone');
    git(root, 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    expect(problemOf({ folder: clone, base: first })).toEqual([
      {
        rule: 'review/unknown-revision',
        message: `--base=${first}: the repository has no such commit; its history is cut off, as in a shallow clone.`,
        fix: 'Fetch it, with all history: git fetch --unshallow, or fetch-depth: 0 in a workflow.',
      },
    ]);
  });

  it('still compares histories that have nothing in common, and says so', async () => {
    const root = repository();
    git(root, 'checkout', '--quiet', '--orphan', 'other');
    editText(root, 'manifests/a.yaml', 'ClusterIP', 'NodePort');
    commit(root, 'other');
    const { sides, problems } = findReviewSides({ folder: root, base: 'main', head: 'other' });
    expect(problems.map(({ rule, severity, message }) => ({ rule, severity, message }))).toEqual([
      {
        rule: 'review/no-merge-base',
        severity: 'warning',
        message:
          'The commit at which head and main parted is not there; compared with main itself, so that what came there meanwhile looks like changes.',
      },
    ]);
    expect((await reviewTrees(sides!)).changes).toHaveLength(1);
  });

  it('says that a folder is in no repository', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'empty'));
    expect(problemOf({ folder, base: 'main' })).toEqual([
      {
        rule: 'review/no-repository',
        message: `${folder} is in no git repository, so there is no revision "main".`,
        fix: 'Run the command in the repository, or compare two folders with --base=DIR --head=DIR.',
      },
    ]);
  });
});
