import { validateOptsAgainstSchema } from 'nx/src/utils/params.js';
import { fleetwright, generate, SPEC, edit, write, type BadInput, type Outcome } from './workbench.ts';
import schema from '../../../packages/nx/src/model-service/schema.json' with { type: 'json' };

type Answer = [exit: number, says: string[]];

function named(row: number, name: string, title: string, [exit, says]: Answer): BadInput {
  return { row, title: `a name ${title}`, act: (root) => generate(root, { name }), exit, says };
}

/** nx generate model-service: names become paths, labels and DNS names. */
export const BAD_NAMES: readonly BadInput[] = [
  named(1, '../../etc/x', 'that climbs out of the workspace', §a1),
  named(2, '..', 'that is the parent folder', §a2),
  named(3, 'a/b', 'of two folders', §a3),
  named(4, 'a\\b', 'of two folders of Windows', §a4),
  named(5, 'C:x', 'on a drive', §a5),
  named(6, '%2e%2e', 'with escapes', §a6),
  named(7, '/etc/x', 'that is an absolute path', §a7),
  {
    row: 7,
    title: 'a folder of its own',
    act: () => Promise.resolve(refuseOptions({ name: 'x', preset: 'onnx', directory: '/etc' })),
    ...§a7b,
  },
  named(8, '__proto__', 'that is a key of JavaScript', §a8),
  named(9, 'constructor', 'that every object has', §a9),
  named(10, 'toString', 'that every object has, with a capital', §a10),
  {
    row: 10,
    title: 'labels by the names of what every object has',
    act: (root) => {
      edit(root, SPEC, 'labels: { team: vision }', 'labels: { __proto__: a, constructor: b, toString: c }');
      return fleetwright(root, 'render', '--check');
    },
    ...§a10b,
  },
  named(11, 'a'.repeat(64), 'longer than a label', §a11),
  named(12, 'a'.repeat(41), 'that has no room for -canary and a hash', §a12),
  ...['Foo', 'foo_bar', '-a', 'a-', '1abc'].map((name, index) =>
    named(13, name, `that no DNS label is: ${name}`, [§a13a, §a13b, §a13c, §a13d, §a13e][index] as Answer),
  ),
  named(14, 'trit\u043en', 'with a letter of another script', §a14),
  named(15, '\u202eabc', 'that turns the direction', §a15),
  named(16, 'a\u200db', 'with a joiner that nobody sees', §a16),
  named(17, 'caf\u00e9', 'with an accent in one character', §a17a),
  named(17, 'cafe\u0301', 'with an accent in two characters', §a17b),
  {
    row: 18,
    title: 'a name that differs from another in case only',
    act: (root) => {
      write(root, 'apps/Vision/notes.md', 'ours');
      return generate(root, { name: 'vision' });
    },
    mayChange: /^apps\/Vision\/notes\.md$/,
    ...§a18,
  },
  named(19, 'con', 'of a device of Windows', §a19a),
  named(19, 'nul', 'of another', §a19b),
  named(20, 'image-classification', 'of a service that exists', §a20),
  named(21, 'platform', 'of a reserved folder', §a21),
];

function refuseOptions(options: Record<string, unknown>): Outcome {
  try {
    validateOptsAgainstSchema(options, schema as Parameters<typeof validateOptsAgainstSchema>[1]);
  } catch (error) {
    return { exit: 1, says: [(error as Error).message] };
  }
  return { exit: 0, says: [] };
}
