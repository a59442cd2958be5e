import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProcessGroup } from './processes.ts';
import { waitUntil } from './wait-until.ts';

function recordsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fleetwright-records-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('openProcessGroup', () => {
  it('says which process ended by itself and what it printed last', async () => {
    const group = openProcessGroup(recordsFolder());
    onTestFinished(() => group.stop());
    group.start({ name: 'etcd', command: 'sh', args: ['-c', 'echo bind: address already in use; exit 3'] });
    expect(await waitUntil(5, () => Promise.resolve(group.failure()))).toBe(
      'etcd ended with 3:\nbind: address already in use',
    );
  });

  it('says when the binary does not start', async () => {
    const group = openProcessGroup(recordsFolder());
    onTestFinished(() => group.stop());
    group.start({ name: 'etcd', command: '/nowhere/kube', args: [] });
    expect(await waitUntil(5, () => Promise.resolve(group.failure()))).toBe(
      'etcd did not start: spawn /nowhere/kube ENOENT',
    );
  });

  it('removes its state and its record when it stops', () => {
    const records = recordsFolder();
    const group = openProcessGroup(records);
    group.start({ name: 'sleep', command: 'sleep', args: ['60'] });
    group.stop();
    group.stop();
    expect(existsSync(group.state)).toBe(false);
    expect(readdirSync(records)).toEqual([]);
  });

  it('ends what a killed run left, but nothing else that bears a recorded id', async () => {
    const records = recordsFolder();
    const [left, other] = [spawn('sleep', ['61']), spawn('cat')];
    onTestFinished(() => void other.kill());
    // No process has this id, so the run is over.
    const processes = [left, other].map(({ pid }) => ({ pid, command: 'sleep' }));
    const record = { state: join(records, 'state'), processes };
    writeFileSync(join(records, '4194304999.json'), JSON.stringify(record));
    openProcessGroup(records).stop();
    const ended = await waitUntil(5, () => Promise.resolve(!isAlive(left.pid!) || undefined));
    expect(ended).toBe(true);
    expect(isAlive(other.pid!)).toBe(true);
  });
});
