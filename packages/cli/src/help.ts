import type { CommandSpec } from './command.ts';
import { COMMANDS, COMMON_OPTIONS } from './commands.ts';

/** The text of `fleetwright --help`. */
export function formatHelp(): string {
  const width = Math.max(...COMMANDS.map(({ name }) => name.length)) + 2;
  return [
    'One small file per model service becomes the Kubernetes manifests of every cluster.',
    '',
    'Usage: fleetwright COMMAND [OPTION…]',
    '',
    'Commands:',
    ...COMMANDS.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    'fleetwright COMMAND --help says more about one; fleetwright --version prints the version.',
    'Exit code 0: nothing wrong. 1: errors or drift. 2: usage, or an input cannot be read.',
    '',
  ].join('\n');
}

/** The text of `fleetwright <command> --help`. */
export function formatCommandHelp({ name, summary, operands, options, examples }: CommandSpec): string {
  const usage = operands.map((operand) => {
    const word = operand.repeated ? `${operand.name}…` : operand.name;
    return operand.required ? ` ${word}` : ` [${word}]`;
  });
  const rows = [
    ...operands.map((operand) => [operand.name, operand.description] as const),
    ...[...options, ...COMMON_OPTIONS].map(
      (option) => [optionUsage(option.name, option.value), option.description] as const,
    ),
  ];
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return [
    summary,
    '',
    `Usage: fleetwright ${name}${usage.join('')} [OPTION…]`,
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`),
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n');
}

/** An option as it is given: `--name` or `--name=VALUE`. */
export function optionUsage(name: string, value: string | undefined): string {
  return value === undefined ? `--${name}` : `--${name}=${value}`;
}
