import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openWorkspace, promote, readWorkspace, writeFleet } from '@fleetwright/fleet';
import { dump, load } from 'js-yaml';
import { ROOT } from '../fleets.ts';

/** The spec of a model service, as far as cases change it. */
export interface ServiceSpec {
  models: {
    versions: { artifacts: { storageUri: string; sha256?: string }[] }[];
    config: Record<string, unknown>;
  }[];
  [field: string]: unknown;
}

/** The bed's workspace and the git repository that Argo CD reads. */
export interface FleetRepository {
  folder: string;
  /** Address of the repository. */
  url: string;
  /** Renders, commits and pushes what `edit` changed, one change at a time; gives the commit. */
  push(message: string, edit: (workspace: FleetEditor) => void | Promise<void>): Promise<string>;
  /** Commits and pushes the files as `edit` leaves them, without rendering anything. */
  pushAsItIs(message: string, edit: (workspace: FleetEditor) => void): Promise<string>;
  /** Paths that differ between a commit and its parent. */
  changedPaths(commit: string): string[];
  /** Whether a commit is another one or one of its ancestors. */
  isPartOf(commit: string, other: string): boolean;
}

/** Changes hand-written files of the workspace. */
export interface FleetEditor {
  /** Adds a service that is like text-classification of the reference fleet, on one cluster or more. */
  addService(name: string, options: { clusters: readonly string[]; spec?: Record<string, unknown> }): void;
  editService(name: string, change: (spec: ServiceSpec) => ServiceSpec): void;
  write(path: string, text: string): void;
  remove(path: string): void;
  read(path: string): string;
  promote(service: string): Promise<void>;
}

const MODEL_SERVICE = 'apps/text-classification/model-service.yaml';

/** Makes an empty repository beside a workspace whose hand-written files are there. */
export function openFleetRepository(folder: string, bare: string): FleetRepository {
  git(dirname(bare), ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
  git(folder, ['init', '--quiet', '--initial-branch=main']);
  git(folder, ['config', 'user.name', 'e2e']);
  git(folder, ['config', 'user.email', 'e2e@example.com']);
  git(folder, ['config', 'commit.gpgsign', 'false']);
  git(folder, ['remote', 'add', 'origin', bare]);
  writeFileSync(join(folder, '.gitignore'), '.fleetwright/\n');
  const editor = editWorkspace(folder);
  let last: Promise<unknown> = Promise.resolve();
  // Cases run side by side, in one workspace.
  const inTurn = (change: () => Promise<string>): Promise<string> => {
    const next = last.then(change);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    folder,
    url: `file://${bare}`,
    push: (message, edit) =>
      inTurn(async () => {
        await edit(editor);
        await render(folder);
        return commitAll(folder, message);
      }),
    pushAsItIs: (message, edit) =>
      inTurn(async () => {
        edit(editor);
        return Promise.resolve(commitAll(folder, message));
      }),
    changedPaths: (commit) =>
      git(folder, ['diff-tree', '--root', '--no-commit-id', '--name-only', '-r', commit])
        .split('\n')
        .filter(Boolean),
    isPartOf: (commit, other) =>
      spawnSync('git', ['-C', folder, 'merge-base', '--is-ancestor', commit, other]).status === 0,
  };
}

function commitAll(folder: string, message: string): string {
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--allow-empty', `--message=${message}`]);
  git(folder, ['push', '--quiet', 'origin', 'main']);
  return git(folder, ['rev-parse', 'HEAD']);
}

async function render(folder: string): Promise<void> {
  const { findings } = await writeFleet({ folder });
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    throw new Error(`The bed's fleet has errors: ${errors.map(({ message }) => message).join('\n')}`);
}

function editWorkspace(folder: string): FleetEditor {
  const pathOf = (name: string): string => join(folder, `apps/${name}/model-service.yaml`);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  return {
    addService(name, { clusters, spec = {} }) {
      const file = load(readFileSync(join(ROOT, MODEL_SERVICE), 'utf8')) as {
        spec: object;
        metadata: object;
      };
      const service = {
        ...file,
        metadata: { ...file.metadata, name },
        spec: { ...file.spec, overrides: undefined, placement: { clusters }, ...spec },
      };
      write(`apps/${name}/model-service.yaml`, dump(service, { skipInvalid: true, noRefs: true }));
    },
    editService(name, change) {
      const file = load(readFileSync(pathOf(name), 'utf8')) as { spec: ServiceSpec };
      writeFileSync(
        pathOf(name),
        dump({ ...file, spec: change(file.spec) }, { skipInvalid: true, noRefs: true }),
      );
    },
    write,
    remove: (path) => rmSync(join(folder, path), { recursive: true }),
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    async promote(service) {
      const inputs = readWorkspace(openWorkspace(folder));
      const { status, changes, findings } = await promote(inputs, {
        service,
        from: 'staging',
        to: 'production',
      });
      if (status === 'refused') throw new Error(findings.map(({ message }) => message).join('\n'));
      for (const { path, expected } of changes) if (expected !== undefined) write(path, expected);
    },
  };
}

function git(folder: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')} failed: ${stderr}`);
  return stdout.trim();
}
