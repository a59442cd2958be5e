import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandInput, ExitCode } from './command.ts';
import { textOf } from './options.ts';

/** The bed is part of the workspace's repository, not of this command: it is built from Go modules. */
const BED = 'tools/e2e/rehearse/main.ts';

/** `fleetwright rehearse`: plays a change of one service on a real control plane without nodes. */
export function runRehearse({ options, terminal }: CommandInput): Promise<ExitCode> {
  return Promise.resolve(rehearse({ options, terminal }));
}

function rehearse({ options, terminal }: Pick<CommandInput, 'options' | 'terminal'>): ExitCode {
  const folder = resolve(terminal.folder, textOf(options.workspace) ?? '.');
  const base = textOf(options.base);
  if (base === undefined) {
    terminal.err('fleetwright rehearse needs --base=REF.\n');
    return 2;
  }
  if (!existsSync(join(folder, BED))) {
    terminal.err(`There is no ${BED} in ${folder}: a rehearsal needs the bed of Fleetwright's repository.\n`);
    return 2;
  }
  const named = (['service', 'cluster', 'replicas'] as const).flatMap((name) => {
    const value = textOf(options[name]);
    return value === undefined ? [] : [`--${name}=${value}`];
  });
  const args = ['run', '--silent', 'rehearse', '--', `--base=${base}`, ...named];
  const { status } = spawnSync('npm', args, { cwd: folder, stdio: 'inherit' });
  return status === 0 ? 0 : status === 1 ? 1 : 2;
}
