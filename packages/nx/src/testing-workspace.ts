import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyWorkspace as copyRepository } from './copy-workspace.mjs';
import { ROOT } from './testing.ts';

/** A scratch copy of this repository in which the built commands run for real, without Nx's daemon. */
export interface Workspace {
  folder: string;
  nx(...args: string[]): Outcome;
  fleetwright(...args: string[]): Outcome;
  /** Runs a script of the repository, by its path. */
  run(script: string, args: readonly string[]): Outcome;
  remove(): void;
}

/** How a command ended. */
export interface Outcome {
  status: number | null;
  stdout: string;
  /** Both streams. */
  output: string;
}

/** Copies this repository and renders the copy: the fleet's own drift, if there is any, is not what is tested. */
export function copyWorkspace(): Workspace {
  const folder = copyRepository();
  const run = (script: string, args: readonly string[]) => runScript(folder, script, args);
  const fleetwright = (...args: string[]) => run('packages/cli/bin/fleetwright.js', args);
  const { status, output } = fleetwright('render');
  if (status !== 0) throw new Error(output);
  return {
    folder,
    run,
    fleetwright,
    nx: (...args) => run('node_modules/nx/dist/bin/nx.js', args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function runScript(folder: string, script: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, script), ...args], {
    cwd: folder,
    env: { ...process.env, NX_DAEMON: 'false', NO_COLOR: '1', FORCE_COLOR: '0', INIT_CWD: undefined },
    encoding: 'utf8',
  });
  return { status, stdout, output: `${stdout}${stderr}` };
}
