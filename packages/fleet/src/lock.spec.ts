import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from './lock.ts';
import { temporaryFolder } from './testing/temporary-tree.ts';
import type { Workspace } from './workspace.ts';
import { diskOperations } from './write-operations.ts';

function lockable(): Workspace & { lock: string } {
  const root = temporaryFolder();
  mkdirSync(join(root, '.fleetwright'));
  return { root, operations: diskOperations, lock: join(root, '.fleetwright/lock') };
}

// A process that is gone by the time its number is known.
const DEAD = spawnSync(process.execPath, ['-e', '']).pid;

describe('withLock', () => {
  it('holds the lock while the function runs, and leaves nothing behind', async () => {
    const workspace = lockable();
    expect(await withLock(workspace, () => Promise.resolve(existsSync(workspace.lock)))).toBe(true);
    expect(readdirSync(join(workspace.root, '.fleetwright'))).toEqual([]);
  });

  it('gives the lock back when the function fails', async () => {
    const workspace = lockable();
    await expect(withLock(workspace, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(workspace.lock)).toBe(false);
  });

  it('refuses a second holder and names the first', async () => {
    const workspace = lockable();
    const second = withLock(workspace, () => withLock(workspace, () => Promise.resolve('never')));
    await expect(second).rejects.toThrow(
      `The workspace is being written to by process ${process.pid} on ${hostname()}.`,
    );
  });

  it('lets only one of many at a time in', async () => {
    const workspace = lockable();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, () => withLock(workspace, () => new Promise((done) => setTimeout(done, 5)))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['of a dead process', JSON.stringify({ pid: DEAD, host: hostname(), started: '1' })],
    [
      'of an earlier process with the same number',
      JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }),
    ],
    ['that says nothing', ''],
    ['that is no JSON', '{pid'],
    ['that names no process', '{"pid": -1}'],
  ])('takes over a lock %s', async (_, text) => {
    const workspace = lockable();
    writeFileSync(workspace.lock, text);
    expect(await withLock(workspace, () => Promise.resolve('ran'))).toBe('ran');
    expect(readdirSync(join(workspace.root, '.fleetwright'))).toEqual([]);
  });

  it('leaves the lock of another machine alone', async () => {
    const workspace = lockable();
    writeFileSync(workspace.lock, JSON.stringify({ pid: DEAD, host: 'elsewhere', started: '1' }));
    await expect(withLock(workspace, () => Promise.resolve('never'))).rejects.toThrow(
      `The workspace is being written to by process ${DEAD} on elsewhere.`,
    );
  });
});
