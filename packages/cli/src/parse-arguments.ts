import { parseArgs } from 'node:util';
import { nearestName } from '@fleetwright/findings';
import type { CommandInput, CommandSpec, Option } from './command.ts';
import { COMMON_OPTIONS } from './commands.ts';
import { optionUsage } from './help.ts';

/** Arguments that a command accepts, or what is wrong with them. */
export type ParsedArguments = Pick<CommandInput, 'operands' | 'options'> | { problem: string };

/** Reads the arguments of one command; the first mistake is reported with the nearest right word. */
export function parseArguments(command: CommandSpec, args: readonly string[]): ParsedArguments {
  const known = [...command.options, ...COMMON_OPTIONS];
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      known.map(({ name, value }) => [name, { type: value === undefined ? 'boolean' : 'string' }] as const),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const options: Record<string, string | true> = {};
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const option = known.find(({ name }) => token.rawName === `--${name}`);
    const problem =
      describeOption(option, token, known) ??
      (token.name in options ? `${token.rawName} is given twice.` : undefined);
    if (problem !== undefined) return { problem };
    options[token.name] = token.value ?? true;
  }
  const problem = options.help === true ? undefined : describeOperands(command, operands);
  return problem === undefined ? { operands, options } : { problem };
}

function describeOption(
  option: Option | undefined,
  token: { rawName: string; value?: string | undefined },
  known: readonly Option[],
): string | undefined {
  if (option === undefined) {
    const nearest = nearestName(
      token.rawName,
      known.map(({ name }) => `--${name}`),
    );
    return `There is no option ${token.rawName}.${nearest === undefined ? '' : ` Did you mean ${nearest}?`}`;
  }
  const usage = optionUsage(option.name, option.value);
  if (option.value === undefined) {
    return token.value === undefined ? undefined : `${usage} takes no value.`;
  }
  if (token.value === undefined || token.value === '') return `${usage} needs a value.`;
  if (option.choices !== undefined && !option.choices.includes(token.value)) {
    return `${usage} does not know ${JSON.stringify(token.value)}.`;
  }
  return undefined;
}

function describeOperands({ name, operands }: CommandSpec, given: readonly string[]): string | undefined {
  const missing = operands.find(({ required }, index) => required && given[index] === undefined);
  if (missing !== undefined) return `fleetwright ${name} needs ${missing.name}.`;
  if (operands.at(-1)?.repeated) return undefined;
  const extra = given[operands.length];
  return extra === undefined ? undefined : `fleetwright ${name} does not take ${JSON.stringify(extra)}.`;
}
