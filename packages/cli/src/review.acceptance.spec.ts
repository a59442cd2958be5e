import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from './run.ts';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: a\nspec:\n  type: ClusterIP\n';
const OTHER = SERVICE.replace('name: a', 'name: b');
const OPEN = SERVICE.replace('ClusterIP', 'NodePort');

function temporaryFolder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'review-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  return root;
}

function write(root: string, path: string | Buffer, text: string | Buffer): void {
  if (typeof path === 'string') mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path)]), text);
}

function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(root), GIT_CONFIG_GLOBAL: '/dev/null' };
  return execFileSync('git', [...identity, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: [...stdio],
    env,
  }).trim();
}

function commit(root: string, message = 'change'): void {
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--allow-empty', '--message', message);
}

function repository(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  git(root, 'init', '--quiet', '--initial-branch=main');
  for (const [path, text] of Object.entries(files)) write(root, path, text);
  commit(root, 'base');
  return root;
}

async function review(folder: string, ...args: string[]) {
  let [out, err] = ['', ''];
  const terminal = {
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    colour: false,
    progress: false,
    folder,
  };
  return { code: await run(['review', ...args], terminal), out, err };
}

const OPENED = `Changes
  c1  Service/a type: ClusterIP → NodePort
      manifests
      manifest: the manifest itself (manifests/a.yaml)

Risks
  high  Service/a becomes a NodePort [c1]
        manifests
`;

describe('fleetwright review of what cannot be compared in whole', () => {
  it('says that there is no such base', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    expect(await review(root, '--base=origin/main')).toEqual({
      code: 2,
      out: '',
      err: `error  review/unknown-revision
  --base=origin/main: the repository has no such commit.
  fix: Fetch the branch, or give another revision or a folder.

`,
    });
  });

  it('says what a shallow clone lacks', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    const first = git(root, 'rev-parse', 'HEAD');
    write(root, 'manifests/a.yaml', OPEN);
    commit(root);
    const clone = join(temporaryFolder(), 'clone');
    git(dirname(clone), 'clone', '--quiet', '--depth=1', `file://${root}`, clone);
    expect(await review(clone, `--base=${first}`)).toEqual({
      code: 2,
      out: '',
      err: `error  review/unknown-revision
  --base=${first}: the repository has no such
  commit; its history is cut off, as in a shallow clone.
  fix: Fetch it, with all history: git fetch --unshallow, or fetch-depth: 0 in a
  workflow.

`,
    });
  });

  it('still compares two branches of a shallow clone, and says what that means', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    git(root, 'checkout', '--quiet', '-b', 'topic');
    write(root, 'manifests/a.yaml', OPEN);
    commit(root);
    git(root, 'checkout', '--quiet', 'main');
    commit(root);
    const clone = join(temporaryFolder(), 'clone');
    git(dirname(clone), 'clone', '--quiet', '--depth=1', '--no-single-branch', `file://${root}`, clone);
    const { code, out } = await review(clone, '--base=origin/main', '--head=origin/topic');
    expect(code).toBe(0);
    expect(out).toContain(OPENED);
    expect(out).toContain(`Could not be compared
warning  review/no-merge-base
  The commit at which head and origin/main parted is not there: the history is
  cut off, as in a shallow clone; compared with origin/main itself, so that what
  came there meanwhile looks like changes.
  fix: Fetch all history: git fetch --unshallow, or fetch-depth: 0 in a
  workflow.
`);
  });

  it.each([
    ['head', { base: OTHER, head: 'kind: [' }],
    ['base', { base: 'kind: [', head: OTHER }],
  ])('names what cannot be read at %s, and shows the rest', async (_, { base, head }) => {
    const root = repository({ 'manifests/a.yaml': SERVICE, 'manifests/b.yaml': base });
    write(root, 'manifests/a.yaml', OPEN);
    write(root, 'manifests/b.yaml', head);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(2);
    expect(out).toContain(OPENED);
    expect(out).toContain(`Could not be compared
manifests/b.yaml:1  error  manifest/yaml-syntax
  Kubernetes cannot read this document: unexpected end of the stream within a
  flow collection.
  fix: Correct the YAML syntax.
`);
    expect(out).not.toMatch(/deleted|added:|removed:/);
  });

  it('names a hand-written file that cannot be read', async () => {
    const root = repository({
      'clusters/one/cluster.yaml': 'spec: { environment: dev }\n',
      'environments/dev/environment.yaml': 'spec:\n  namespace: ml\n',
      'clusters/one/web/a.yaml': SERVICE,
    });
    write(root, 'environments/dev/environment.yaml', 'spec:\n  namespace: [\n');
    write(root, 'clusters/one/web/a.yaml', OPEN);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(2);
    expect(out).toContain('Service/a type: ClusterIP → NodePort');
    expect(out).toContain(`environments/dev/environment.yaml:2  error  manifest/yaml-syntax
  In working tree: Kubernetes cannot read this document: unexpected end of the
  stream within a flow collection.
  fix: Correct the YAML syntax.
`);
  });

  it('compares a renamed cluster with what it was', async () => {
    const root = repository({
      'clusters/one/cluster.yaml': 'spec: { environment: dev }\n',
      'clusters/one/web/a.yaml': SERVICE,
    });
    renameSync(join(root, 'clusters/one'), join(root, 'clusters/uno'));
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(0);
    expect(out).toContain('  c1  Service/a renamed: cluster one → uno\n      uno × web\n');
    expect(out).toContain('0 changed, 0 added, 0 removed, 1\nrenamed.');
  });

  it('compares with a base that holds no manifests at all', async () => {
    const root = repository({ 'README.md': '# empty\n' });
    write(root, 'manifests/a.yaml', SERVICE);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(0);
    expect(out).toBe(`routine: 1 change: no risk above low.

Changes
  c1  Service/a added
      manifests
      manifest: the manifest itself (manifests/a.yaml)

1 file differing, 1 resource compared: 0 changed, 1 added, 0 removed, 0 renamed.
`);
  });

  it('compares what lies on the disk where nothing is committed yet on the branch', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    git(root, 'checkout', '--quiet', '--orphan', 'empty');
    write(root, 'manifests/a.yaml', OPEN);
    const { code, out } = await review(root, '--base=main');
    expect(code).toBe(0);
    expect(out).toContain(OPENED);
  });

  it('says that a repository without commits has no base', async () => {
    const root = temporaryFolder();
    git(root, 'init', '--quiet', '--initial-branch=main');
    const { code, err } = await review(root, '--base=HEAD');
    expect(code).toBe(2);
    expect(err).toContain('  --base=HEAD: the repository has no such commit.\n');
  });

  it('names a file that is no text, and shows the rest', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    write(root, 'manifests/a.yaml', OPEN);
    write(root, 'manifests/b.yaml', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 255]));
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(2);
    expect(out).toContain(OPENED);
    expect(out).toContain(`manifests/b.yaml:1  error  manifest/yaml-syntax
  Kubernetes cannot read this document: null byte is not allowed in input.
`);
  });

  it.each([
    ['spaces', 'my manifests/a b.yaml', 'my manifests', 'my manifests/a b.yaml'],
    ['line breaks', 'a\nb/x\ny.yaml', 'a ↵ b', 'a ↵ b/x ↵ y.yaml'],
    ['quotes', 'a"b/"\'.yaml', 'a"b', 'a"b/"\'.yaml'],
    ['letters of all kinds', 'größe/模型.yaml', 'größe', 'größe/模型.yaml'],
  ])('shows paths with %s as they are, on their own line', async (_, path, folder, shown) => {
    const root = repository({ [path]: SERVICE });
    write(root, path, OPEN);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(0);
    expect(out).toContain(`\n      ${folder}\n      manifest: the manifest itself (${shown})\n`);
  });

  it('names a path that is no UTF-8, committed or not, and shows the rest', async () => {
    const root = repository({ 'manifests/a.yaml': SERVICE });
    write(root, Buffer.from('manifests/\xff.yaml', 'latin1'), SERVICE);
    commit(root);
    write(root, Buffer.from('manifests/\xff.yaml', 'latin1'), OPEN);
    write(root, 'manifests/a.yaml', OPEN);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(2);
    expect(out).toContain(OPENED);
    expect(out).toContain(`manifests/\uFFFD.yaml  error  review/unnamable-file
  The name of this file is no UTF-8, so that it was not compared.
  fix: Rename it.
`);
    expect(out).toContain('1 file differing, 1 resource compared: 1 changed');
  });
});

describe('fleetwright review of a render without effect', () => {
  const ROLLOUT =
    '# triton/rollout\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata:\n  name: a\nspec:\n  minReadySeconds: 10\n  revisionHistoryLimit: 3\n';

  it.each([
    ['the comment of the builder', ROLLOUT.replace('# triton/rollout', '# rollouts/rollout')],
    ['the order of keys', ROLLOUT.replace(/( {2}minReadySeconds.*\n)( {2}revisionHistoryLimit.*\n)/, '$2$1')],
    ['the style', ROLLOUT.replace('name: a', 'name: "a"')],
  ])('is empty where %s changes', async (_, text) => {
    const root = repository({ 'manifests/a.yaml': ROLLOUT });
    write(root, 'manifests/a.yaml', text);
    expect(text).not.toBe(ROLLOUT);
    const { code, out } = await review(root, '--base=HEAD');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^empty: Nothing changes on any cluster\.\n\n1 file differing, [01] resources? compared: 0 changed, 0 added, 0 removed, 0\srenamed\.\n$/,
    );
  });
});
