import { nearestName } from '@fleetwright/findings';
import type { CommandSpec, ExitCode, Terminal } from './command.ts';
import { COMMANDS } from './commands.ts';
import { formatCommandHelp, formatHelp } from './help.ts';
import { parseArguments } from './parse-arguments.ts';
import { VERSION } from './version.ts';

/** Runs the command line and gives its exit code. */
export async function run(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    terminal.err(describeDefect(error, args));
    return 2;
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    (name === undefined ? terminal.err : terminal.out)(formatHelp());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version') {
    terminal.out(`${VERSION}\n`);
    return 0;
  }
  const command = COMMANDS.find((known) => known.name === name);
  if (command === undefined) return refuseCommand(name, terminal);
  return runCommand(command, rest, terminal);
}

async function runCommand(
  command: CommandSpec,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const parsed = parseArguments(command, args);
  if ('problem' in parsed) {
    terminal.err(`${parsed.problem}\nfleetwright ${command.name} --help lists what there is.\n`);
    return 2;
  }
  if (parsed.options.help === true) {
    terminal.out(formatCommandHelp(command));
    return 0;
  }
  const runLoaded = await command.load();
  return runLoaded({ ...parsed, terminal });
}

function refuseCommand(name: string, terminal: Terminal): ExitCode {
  const nearest = nearestName(
    name,
    COMMANDS.map((command) => command.name),
  );
  const what = name.startsWith('-') ? 'option' : 'command';
  const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  terminal.err(
    `There is no ${what} ${JSON.stringify(name)}.${hint}\nfleetwright --help lists what there is.\n`,
  );
  return 2;
}

function describeDefect(error: unknown, args: readonly string[]): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    'This is a defect of Fleetwright, not of your files. Please report:',
    `  fleetwright ${VERSION}, node ${process.version}, ${process.platform}`,
    `  command: fleetwright ${args.join(' ')}`,
    ...stack.split('\n').map((line) => `  ${line}`),
    '',
  ].join('\n');
}

function processTerminal(): Terminal {
  const { NO_COLOR: noColour } = process.env;
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: process.stdout.isTTY && (noColour === undefined || noColour === ''),
    progress: process.stderr.isTTY,
    folder: process.cwd(),
  };
}
