import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { writeFleet } from '@fleetwright/fleet';
import { describe, expect, it, onTestFinished } from 'vitest';
import { goldenCases, goldenInput } from './golden-inputs.ts';

const COMMAND = resolve(import.meta.dirname, '../../packages/cli/bin/fleetwright.js');

function copyWorkspace(name: string): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fleetwright-')));
  onTestFinished(() => rmSync(root, { recursive: true }));
  cpSync(goldenInput(name), root, { recursive: true });
  return root;
}

/** Every overlay file by path. */
function readOverlays(root: string): Record<string, string> {
  const paths = readdirSync(join(root, 'clusters'), { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.filter((path) => statSync(join(root, 'clusters', path)).isFile());
  return Object.fromEntries(files.map((path) => [path, readFileSync(join(root, 'clusters', path), 'utf8')]));
}

function render(root: string, { cwd, env }: { cwd: string; env: Record<string, string> }): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'render', `--workspace=${root}`], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe('fleetwright render', () => {
  const usual = { cwd: tmpdir(), env: { TZ: 'UTC', LANG: 'C.UTF-8' } };
  const first = 'an-onnx-model-with-dashboard-and-runbooks';

  it.each([
    ['another time zone', { cwd: tmpdir(), env: { TZ: 'Pacific/Kiritimati', LANG: 'C.UTF-8' } }],
    ['another language', { cwd: tmpdir(), env: { TZ: 'UTC', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' } }],
    ['the root of the file system', { cwd: '/', env: { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' } }],
    ['an almost empty environment', { cwd: '/', env: {} }],
  ])('writes the same bytes in %s', (_, elsewhere) => {
    const [one, other] = [copyWorkspace(first), copyWorkspace(first)];
    expect(render(other, elsewhere)).toBe(render(one, usual));
    expect(readOverlays(other)).toEqual(readOverlays(one));
    expect(Object.keys(readOverlays(one)).length).toBe(12);
  });

  it('writes nothing when it is run again', () => {
    const root = copyWorkspace(first);
    render(root, usual);
    const before = readOverlays(root);
    expect(render(root, usual)).toBe(
      '1 service, 1 placement, 21 resources: 0 files written, 0 deleted, 11 unchanged\n',
    );
    expect(readOverlays(root)).toEqual(before);
  });
});

describe('a second render', () => {
  it.each(goldenCases())('of %s changes nothing', async (name) => {
    const folder = copyWorkspace(name);
    await writeFleet({ folder });
    const before = readOverlays(folder);
    const { written, deleted, unchanged } = await writeFleet({ folder });
    expect({ written, deleted }).toEqual({ written: [], deleted: [] });
    expect(unchanged).toBeGreaterThanOrEqual(7);
    expect(readOverlays(folder)).toEqual(before);
  });
});
