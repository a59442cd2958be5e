import { readFileSync, renameSync, unlinkSync, linkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Refusal } from './refusal.ts';
import { STATE_FOLDER } from './state-folder.ts';
import type { Workspace } from './workspace.ts';

const LOCK = `${STATE_FOLDER}/lock`;

/** Who holds the lock. `started` tells a process from a later one with the same number. */
interface Holder {
  pid: number;
  host: string;
  started: string | undefined;
}

/** Runs a function while no other command writes to the workspace. */
export async function withLock<T>(workspace: Workspace, run: () => Promise<T>): Promise<T> {
  const path = join(workspace.root, LOCK);
  const text = takeLock(path);
  try {
    return await run();
  } finally {
    if (readLock(path) === text) unlinkSync(path);
  }
}

function takeLock(path: string): string {
  const me: Holder = { pid: process.pid, host: hostname(), started: startTime(process.pid) };
  const text = JSON.stringify(me);
  // Twice: once the lock of a dead process was moved away, somebody else may be faster.
  for (let attempt = 0; attempt < 2; attempt++) {
    if (createLock(path, text)) return text;
    const found = readLock(path);
    if (found === undefined) continue;
    if (isAlive(found)) throw refuseLocked(found);
    moveAway(path, found);
  }
  throw refuseLocked(readLock(path) ?? '');
}

function createLock(path: string, text: string): boolean {
  // A link appears with its whole content; a file would be empty for a moment.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { flag: 'w', mode: 0o644 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

// Moves the lock of a dead process away; if it was a living one's after all, puts it back.
function moveAway(path: string, dead: string): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readLock(aside) !== dead) {
    try {
      linkSync(aside, path);
    } catch {
      // A third command holds it by now: it will be reported.
    }
  }
  unlinkSync(aside);
}

function isAlive(text: string): boolean {
  const holder = parseHolder(text);
  if (holder === undefined) return false;
  // Nothing can be known about another machine's processes.
  if (holder.host !== hostname()) return true;
  if (holder.started !== startTime(holder.pid)) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Holder | null;
    return Number.isInteger(holder?.pid) && holder!.pid > 0 ? holder! : undefined;
  } catch {
    return undefined;
  }
}

// Clock ticks since the boot, where the system tells (Linux); undefined elsewhere.
function startTime(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the process, in parentheses, may hold blanks.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function refuseLocked(text: string): Refusal {
  const holder = parseHolder(text);
  const who = holder === undefined ? 'another command' : `process ${holder.pid} on ${holder.host}`;
  return new Refusal({
    rule: 'workspace/locked',
    file: LOCK,
    message: `The workspace is being written to by ${who}.`,
    fix: 'Wait until it has finished. If no such process runs, delete this file.',
  });
}
