import { validateOptsAgainstSchema } from 'nx/src/utils/params.js';
import { fleetwright, generate, SPEC, edit, write, type BadInput, type Outcome } from './workbench.ts';
import schema from '../../../packages/nx/src/model-service/schema.json' with { type: 'json' };

// What each name is told that is none.
const RULE =
  'expected lower-case letters, digits and dashes that start with a letter and end with a letter or digit; at most 40 characters.';
const HINT =
  "  The directory's name. Lower-case letters, digits and dashes, starting with a letter; at most 40 characters, so that the names of its objects and pods fit into 63.";

type Answer = [exit: number, says: string[]];

function named(row: number, name: string, title: string, [exit, says]: Answer): BadInput {
  return { row, title: `a name ${title}`, act: (root) => generate(root, { name }), exit, says };
}

/** nx generate model-service: names become paths, labels and DNS names. */
export const BAD_NAMES: readonly BadInput[] = [
  named(1, '../../etc/x', 'that climbs out of the workspace', [1, [`name is "../../etc/x"; ${RULE}`, HINT]]),
  named(2, '..', 'that is the parent folder', [1, [`name is ".."; ${RULE}`, HINT]]),
  named(3, 'a/b', 'of two folders', [1, [`name is "a/b"; ${RULE}`, HINT]]),
  named(4, 'a\\b', 'of two folders of Windows', [1, [`name is "a\\\\b"; ${RULE}`, HINT]]),
  named(5, 'C:x', 'on a drive', [1, [`name is "C:x"; ${RULE}`, HINT]]),
  named(6, '%2e%2e', 'with escapes', [1, [`name is "%2e%2e"; ${RULE}`, HINT]]),
  named(7, '/etc/x', 'that is an absolute path', [1, [`name is "/etc/x"; ${RULE}`, HINT]]),
  {
    row: 7,
    title: 'a folder of its own',
    act: () => Promise.resolve(refuseOptions({ name: 'x', preset: 'onnx', directory: '/etc' })),
    exit: 1,
    says: ["'directory' is not found in schema"],
  },
  named(8, '__proto__', 'that is a key of JavaScript', [
    1,
    [`name is "__proto__"; ${RULE}`, '  Write proto.'],
  ]),
  named(9, 'constructor', 'that every object has', [
    1,
    [
      'name is "constructor", which is reserved: JavaScript gives it a meaning of its own.',
      '  Choose another name, and rename the directory with it.',
    ],
  ]),
  named(10, 'toString', 'that every object has, with a capital', [
    1,
    [`name is "toString"; ${RULE}`, '  Write tostring.'],
  ]),
  {
    row: 10,
    title: 'labels by the names of what every object has',
    act: (root) => {
      edit(root, SPEC, 'labels: { team: vision }', 'labels: { __proto__: a, constructor: b, toString: c }');
      return fleetwright(root, 'render', '--check');
    },
    mayChange: /^apps\//,
    exit: 1,
    says: [
      'apps/image-classification/model-service.yaml:5:13 input/key: A key of /metadata/labels is "__proto__"; expected a label key: letters, digits, dashes, underscores and dots, after an optional `<domain>/`; at most 317 characters.',
    ],
  },
  named(11, 'a'.repeat(64), 'longer than a label', [
    1,
    [
      'name has 64 characters; expected at most 40: lower-case letters, digits and dashes that start with a letter and end with a letter or digit.',
      '  Shorten it.',
    ],
  ]),
  named(12, 'a'.repeat(41), 'that has no room for -canary and a hash', [
    1,
    [
      'name has 41 characters; expected at most 40: lower-case letters, digits and dashes that start with a letter and end with a letter or digit.',
      '  Shorten it.',
    ],
  ]),
  ...['Foo', 'foo_bar', '-a', 'a-', '1abc'].map((name, index) =>
    named(
      13,
      name,
      `that no DNS label is: ${name}`,
      [
        [1, [`name is "Foo"; ${RULE}`, '  Write foo.']],
        [1, [`name is "foo_bar"; ${RULE}`, '  Write foo-bar.']],
        [1, [`name is "-a"; ${RULE}`, '  Write a.']],
        [1, [`name is "a-"; ${RULE}`, '  Write a.']],
        [1, [`name is "1abc"; ${RULE}`, '  Write abc.']],
      ][index] as Answer,
    ),
  ),
  named(14, 'trit\u043en', 'with a letter of another script', [
    1,
    [`name is "trit\\u043en" (U+043E is not ASCII); ${RULE}`, HINT],
  ]),
  named(15, '\u202eabc', 'that turns the direction', [
    1,
    ['name contains U+202E, a control or invisible character.', '  Remove the character.'],
  ]),
  named(16, 'a\u200db', 'with a joiner that nobody sees', [
    1,
    ['name contains U+200D, a control or invisible character.', '  Remove the character.'],
  ]),
  named(17, 'caf\u00e9', 'with an accent in one character', [
    1,
    [`name is "caf\\u00e9" (U+00E9 is not ASCII); ${RULE}`, HINT],
  ]),
  named(17, 'cafe\u0301', 'with an accent in two characters', [
    1,
    [`name is "cafe\\u0301" (U+0301 is not ASCII); ${RULE}`, HINT],
  ]),
  {
    row: 18,
    title: 'a name that differs from another in case only',
    act: (root) => {
      write(root, 'apps/Vision/notes.md', 'ours');
      return generate(root, { name: 'vision' });
    },
    mayChange: /^apps\/Vision\/notes\.md$/,
    exit: 1,
    says: [
      'apps/Vision differs from the name vision in case only.',
      '  Choose another name: not every file system keeps the two apart.',
    ],
  },
  named(19, 'con', 'of a device of Windows', [
    1,
    ['name is "con", a device name of Windows; no directory can have it there.', '  Choose another name.'],
  ]),
  named(19, 'nul', 'of another', [
    1,
    ['name is "nul", a device name of Windows; no directory can have it there.', '  Choose another name.'],
  ]),
  named(20, 'image-classification', 'of a service that exists', [
    1,
    [
      'apps/image-classification/model-service.yaml: The service image-classification exists already, with another spec.',
      '  Choose another name, or edit the spec and run: nx sync',
    ],
  ]),
  named(21, 'platform', 'of a reserved folder', [
    1,
    [
      'name is "platform", which is reserved: the directory of what services share has this name.',
      '  Choose another name, and rename the directory with it.',
    ],
  ]),
];

function refuseOptions(options: Record<string, unknown>): Outcome {
  try {
    validateOptsAgainstSchema(options, schema as Parameters<typeof validateOptsAgainstSchema>[1]);
  } catch (error) {
    return { exit: 1, says: [(error as Error).message] };
  }
  return { exit: 0, says: [] };
}
