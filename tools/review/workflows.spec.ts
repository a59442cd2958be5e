import { spawnSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildTool } from '../go/build.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');
const FILES = readdirSync(FOLDER).map((name) => join(FOLDER, name));

interface Step {
  uses?: string;
  run?: string;
  with?: { script?: string };
}

interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}

function readWorkflow(name: string): Workflow {
  return parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
}

describe('the workflows', () => {
  it('pass actionlint', () => {
    const { status, stdout, stderr } = spawnSync(
      buildTool('actionlint'),
      // Its other checks run what happens to be installed.
      ['-no-color', '-shellcheck=', '-pyflakes=', ...FILES],
      { encoding: 'utf8' },
    );
    expect(stdout + stderr).toBe('');
    expect(status).toBe(0);
  }, 600_000);

  it.each(FILES)('name each action by its commit and its version: %s', (file) => {
    const uses = readFileSync(file, 'utf8').match(/uses: .*/g) ?? [];
    expect(uses.length).toBeGreaterThan(0);
    for (const line of uses) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('that run code of a pull request may only read, and have no secret', () => {
    for (const file of ['pull-request.yml', 'test.yml']) {
      const { on, permissions, jobs } = readWorkflow(file);
      expect(Object.keys(on)).not.toContain('pull_request_target');
      expect(permissions).toEqual({ contents: 'read' });
      for (const job of Object.values(jobs)) expect(job.permissions).toBe(undefined);
      expect(readFileSync(join(FOLDER, file), 'utf8')).not.toMatch(/secrets\.|github\.token/);
    }
  });

  it('put nothing that a contributor chooses into a script', () => {
    for (const file of FILES)
      for (const { run = '', with: inputs } of Object.values(
        (parse(readFileSync(file, 'utf8')) as Workflow).jobs,
      ).flatMap(({ steps }) => steps))
        expect(`${run}${inputs?.script ?? ''}`).not.toContain('${{');
  });

  it('that may write run nothing of the pull request', () => {
    const { on, permissions, jobs } = readWorkflow('review-comment.yml');
    expect(Object.keys(on)).toEqual(['workflow_run']);
    expect(permissions).toEqual({});
    expect(jobs['comment']?.permissions).toEqual({ actions: 'read', 'pull-requests': 'write' });
    expect(jobs['comment']?.steps.map(({ uses, run }) => run ?? uses?.split('@')[0])).toEqual([
      'actions/download-artifact',
      'actions/github-script',
    ]);
  });
});

const SCRIPT = readWorkflow('review-comment.yml').jobs['comment']!.steps[1]!.with!.script!;
const MARK = '<!-- fleetwright-review -->';
const HEAD = 'a'.repeat(40);

interface Comment {
  id: number;
  user: { login: string };
  body: string;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'review-comment-'));
  mkdirSync(join(folder, 'review'));
  writeFileSync(join(folder, 'review/number'), '12');
  writeFileSync(join(folder, 'review/comment.md'), `${MARK}\n### Routine\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script against a GitHub that has these comments, and says what it does. */
async function post(comments: Comment[] = [], head = HEAD): Promise<string[]> {
  const done: string[] = [];
  const github = {
    paginate: () => Promise.resolve(comments),
    rest: {
      pulls: { get: () => Promise.resolve({ data: { head: { sha: head } } }) },
      issues: {
        listComments: undefined,
        createComment: ({ issue_number, body }: { issue_number: number; body: string }) =>
          done.push(`create on ${issue_number}: ${body}`),
        updateComment: ({ comment_id, body }: { comment_id: number; body: string }) =>
          done.push(`update ${comment_id}: ${body}`),
      },
    },
  };
  const run = { head_sha: HEAD, html_url: 'https://github.com/acme/fleet/actions/runs/1' };
  const context = { repo: { owner: 'acme', repo: 'fleet' }, payload: { workflow_run: run } };
  const core = { notice: (text: string) => done.push(text) };
  // Paths are those of the artifact's folder.
  const files = {
    lstatSync: (path: string) => lstatSync(join(folder, path)),
    readFileSync: (path: string) => readFileSync(join(folder, path), 'utf8'),
  };
  const AsyncFunction = (async () => {}).constructor as new (
    ...texts: string[]
  ) => (...args: unknown[]) => Promise<void>;
  await new AsyncFunction('github', 'context', 'core', 'require', SCRIPT)(github, context, core, () => files);
  return done;
}

const BODY = `${MARK}\n### Routine\n\n[The whole report](https://github.com/acme/fleet/actions/runs/1#artifacts) is the artifact fleetwright-review, for ${HEAD}.\n`;

describe('the comment of a review', () => {
  it('is created when there is none', async () => {
    expect(await post([{ id: 1, user: { login: 'somebody' }, body: MARK }])).toEqual([
      `create on 12: ${BODY}`,
    ]);
  });

  it('is updated in place when there is one', async () => {
    const own = { id: 7, user: { login: 'github-actions[bot]' }, body: `${MARK}\nold` };
    expect(await post([own])).toEqual([`update 7: ${BODY}`]);
  });

  it('is not posted on a pull request that is at another commit', async () => {
    expect(await post([], 'b'.repeat(40))).toEqual([
      `Pull request 12 is not at ${HEAD}; a newer run comments on it.`,
    ]);
  });

  it.each([
    ['review/number is no number.', 'number', '12; x'],
    ['review/number is no file of at most 10 bytes.', 'number', '12345678901'],
    ['review/comment.md is no comment of a review.', 'comment.md', 'Approved.\n'],
    [
      'review/comment.md is no file of at most 250000 bytes.',
      'comment.md',
      `${MARK}\n${'x'.repeat(250_000)}`,
    ],
    ['review/comment.md is too long.', 'comment.md', `${MARK}\n${'x'.repeat(65_536)}`],
  ])('is refused: %s', async (message, name, text) => {
    writeFileSync(join(folder, 'review', name), text);
    await expect(post()).rejects.toThrow(message);
  });

  it('is refused when it is a link to another file', async () => {
    rmSync(join(folder, 'review/comment.md'));
    symlinkSync('/etc/hostname', join(folder, 'review/comment.md'));
    await expect(post()).rejects.toThrow('review/comment.md is no file of at most 250000 bytes.');
  });
});
