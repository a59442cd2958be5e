import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one process cost. */
export interface Cost {
  /** CPU seconds, user and system, of the process and its children. */
  cpu: number;
  /** Those of them that the system took, mostly for files: on a slow file system they hide everything else. */
  system: number;
  /** Largest resident set in bytes. */
  peak: number;
}

/** A command line to be measured. */
export interface Command {
  name: string;
  args: readonly string[];
  /** File for its standard output. */
  output: string;
  env?: Readonly<Record<string, string>>;
  /** Exit codes that it may have: 0 alone unless given. */
  accepted?: readonly number[];
}

const WAIT4 = join(import.meta.dirname, 'wait4.py');

/** Runs a command as a process of its own and measures it; throws when it exits otherwise than is accepted. */
export function measure({ name, args, output, env = {}, accepted = [0] }: Command): Cost {
  const child = spawnSync('python3', [WAIT4, output, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (child.error !== undefined)
    throw new Error(`python3 is needed to measure processes: ${child.error.message}`);
  if (child.status !== 0) throw new Error(`${name} could not be started: ${child.stderr}`);
  const { status, ...cost } = JSON.parse(child.stdout) as Cost & { status: number };
  if (accepted.includes(status)) return cost;
  const said = `${readFileSync(output, 'utf8').slice(-2000)}${child.stderr}`;
  throw new Error(`${name} exited with ${status}:\n${said}`);
}

/** Adds up the costs of processes that run one after the other. */
export function addCosts(costs: readonly Cost[]): Cost {
  return {
    cpu: costs.reduce((sum, { cpu }) => sum + cpu, 0),
    system: costs.reduce((sum, { system }) => sum + system, 0),
    peak: Math.max(...costs.map(({ peak }) => peak)),
  };
}

/** The middle of several runs, of each figure by itself; of an even number the lower one. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    system: median(costs.map(({ system }) => system)),
    peak: median(costs.map(({ peak }) => peak)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[(sorted.length - 1) >> 1];
  if (middle === undefined) throw new Error('No run was measured.');
  return middle;
}
