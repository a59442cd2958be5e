import { describe, expect, it } from 'vitest';
import { argumentsNeeded, shellScript } from './shell-script.ts';

const owner = (command: string[], args?: string[]) => ({
  container: { name: 'a', command, ...(args && { args }) },
  pointer: '/spec/containers/0',
  init: false,
});

describe('shellScript', () => {
  it.each<[string[], string[], string, string[]]>([
    [['/bin/sh', '-c', 'x', 'name'], ['a', 'b'], '/command/2', ['a', 'b']],
    [['bash', '-euo', 'pipefail', '-c'], ['x'], '/args/0', []],
    [['sh', '-ec'], ['x', 'name', 'a'], '/args/0', ['a']],
  ])('reads %j with the arguments %j', (command, args, pointer, expected) => {
    expect(shellScript(owner(command, args))).toEqual({
      text: 'x',
      pointer: `/spec/containers/0${pointer}`,
      args: expected,
    });
  });

  it.each([[['tritonserver', '-c', 'x']], [['sh', '/run.sh']], [['sh', '-c']], [[]]])(
    'finds none in %j',
    (command) => {
      expect(shellScript(owner(command))).toBeUndefined();
    },
  );
});

describe('argumentsNeeded', () => {
  it.each([
    ['cp -r "$1" /models', 1],
    ['cp ${1} $3', 3],
    ['from=$1; shift; cp "$from" "$2"', 1],
    ['while [ $# -gt 0 ]; do echo "$1"; shift; done', 1],
    ['say() {\n  echo \'$1\'\n}\nsay "$2"', 2],
  ])('counts what %j reads', (text, needed) => {
    expect(argumentsNeeded(text)).toBe(needed);
  });

  it.each([
    'exec server "$@"',
    'echo "${1:-none}" \\$1 $$1',
    "ps | awk '{print $1}'",
    "echo \"it's\"; ps | awk '{print $1}'",
    'name="$(ps | awk \'{print $1}\')"',
    'say() {\n  echo "$1"\n}\nsay hello',
    'say() { echo "$1"; }; say hello',
    'function say {\n  echo "$1"\n}\nsay hello',
    'set -- a b; echo "$1"',
    'set $line; echo "$1"',
    "cat > /tmp/nginx.conf <<'END'\nrewrite ^/(.*) /$1;\nEND",
    '# $1 is the name\ntrue',
  ])('is not sure of any in %j', (text) => {
    expect(argumentsNeeded(text)).toBe(0);
  });
});
