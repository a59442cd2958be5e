import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** The processes of one run and the folder of their state. */
export interface ProcessGroup {
  /** Folder of their state, removed at the end. */
  state: string;
  /** Starts a process; what it prints goes to `<name>.log` in the state folder. */
  start(program: Program): void;
  /** What went wrong if one of them ended by itself, with the end of its log. */
  failure(): string | undefined;
  /** Ends them by their ids and removes the state; does nothing the second time. */
  stop(): void;
}

/** What is to run. */
export interface Program {
  /** For messages and for its log. */
  name: string;
  command: string;
  args: readonly string[];
  /** Variables beside those of this process. */
  env?: Readonly<Record<string, string>>;
}

interface RunRecord {
  state: string;
  processes: { pid: number; command: string }[];
}

const LOG_LINES = 15;

/**
 * Opens a group of processes. They end with this process, however it ends: on a normal exit, an error or a signal at
 * once; after a kill that cannot be caught, when the next group is opened.
 */
export function openProcessGroup(records: string): ProcessGroup {
  mkdirSync(records, { recursive: true });
  stopLeftovers(records);
  const record: RunRecord = { state: mkdtempSync(join(tmpdir(), 'fleetwright-e2e-')), processes: [] };
  const file = join(records, `${process.pid}-${basename(record.state)}.json`);
  const save = (): void => writeFileSync(file, JSON.stringify(record));
  save();
  let failure: string | undefined;
  let stopped = false;
  const stop = (): void => {
    if (stopped) return;
    stopped = true;
    endRun(record);
    rmSync(file, { force: true });
  };
  stopOnExit(stop);
  return {
    state: record.state,
    start({ name, command, args, env }) {
      const log = join(record.state, `${name}.log`);
      const output = openSync(log, 'w');
      // A group of its own: Ctrl-C reaches this process, which ends the others in order.
      const child = spawn(command, args, {
        cwd: record.state,
        env: { ...process.env, ...env },
        stdio: ['ignore', output, output],
        detached: true,
      });
      closeSync(output);
      child.unref();
      child.once('error', (error) => (failure ??= `${name} did not start: ${error.message}`));
      child.once('exit', (code, signal) => {
        if (!stopped) failure ??= `${name} ended with ${code ?? signal}:\n${readEnd(log)}`;
      });
      if (child.pid === undefined) return;
      record.processes.push({ pid: child.pid, command });
      save();
    },
    failure: () => failure,
    stop,
  };
}

function readEnd(log: string): string {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
}

function stopOnExit(stop: () => void): void {
  process.once('exit', stop);
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('SIGHUP', () => process.exit(129));
}

// Their state is thrown away, so none of them needs time to finish.
function endRun({ state, processes }: RunRecord): void {
  for (const { pid, command } of processes.toReversed()) if (runs(pid, command)) process.kill(pid, 'SIGKILL');
  rmSync(state, { recursive: true, force: true, maxRetries: 5 });
}

function stopLeftovers(records: string): void {
  for (const name of readdirSync(records)) {
    if (runs(Number.parseInt(name, 10), 'node')) continue;
    endRun(JSON.parse(readFileSync(join(records, name), 'utf8')) as RunRecord);
    rmSync(join(records, name));
  }
}

// An id may meanwhile belong to another process.
function runs(pid: number, command: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes(command);
}
