import { describe, expect, it } from 'vitest';
import { COMMANDS } from './commands.ts';
import { parseArguments } from './parse-arguments.ts';

const parse = (name: string, ...args: string[]) =>
  parseArguments(
    COMMANDS.find((command) => command.name === name)!,
    args,
  );

describe('parseArguments', () => {
  it('reads options with a value and switches', () => {
    expect(parse('render', '--check', '--service=chat', '--workspace', 'there')).toEqual({
      operands: [],
      options: { check: true, service: 'chat', workspace: 'there' },
    });
  });

  it('reads operands wherever they stand', () => {
    expect(parse('explain', 'east/chat', '--format=json', '/scaling')).toEqual({
      operands: ['east/chat', '/scaling'],
      options: { format: 'json' },
    });
  });

  it('asks for no operand when help is wanted', () => {
    expect(parse('explain', '--help')).toEqual({ operands: [], options: { help: true } });
  });

  it.each([
    ['render', ['--chek'], 'There is no option --chek. Did you mean --check?'],
    ['render', ['--Service=a'], 'There is no option --Service. Did you mean --service?'],
    ['render', ['--colour'], 'There is no option --colour.'],
    ['render', ['-x'], 'There is no option -x.'],
    ['render', ['--no-check'], 'There is no option --no-check. Did you mean --check?'],
    ['render', ['--service'], '--service=S needs a value.'],
    ['render', ['--service='], '--service=S needs a value.'],
    ['render', ['--check=yes'], '--check takes no value.'],
    ['render', ['--format=xml'], '--format=text|json does not know "xml".'],
    ['render', ['--check', '--check'], '--check is given twice.'],
    ['render', ['chat'], 'fleetwright render does not take "chat".'],
    ['explain', [], 'fleetwright explain needs CLUSTER/SERVICE.'],
    ['explain', ['a/b', '/c', 'd'], 'fleetwright explain does not take "d".'],
    ['render', ['--__proto__=1'], 'There is no option --__proto__.'],
  ])('refuses %s %j', (name, args, problem) => {
    expect(parse(name, ...args)).toEqual({ problem });
  });
});
