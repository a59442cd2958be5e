import { spawnSync } from 'node:child_process';
import { readManifests } from '@fleetwright/manifests';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildTool } from '../go/build.ts';

beforeAll(() => {
  buildTool('yamljson');
}, 600_000);

const digits = fc.string({ unit: fc.constantFrom(...'0123456789_'), minLength: 1, maxLength: 22 });
const plain = fc.oneof(
  fc
    .tuple(fc.constantFrom('', '-', '+'), fc.constantFrom('', '0x', '0o', '0b', '0X', '0B', '0'), digits)
    .map((parts) => parts.join('')),
  fc
    .tuple(
      fc.constantFrom('', '-', '+'),
      digits,
      fc.constantFrom('.', '.5', '.1_0', 'e3', '.2E-2', 'e400', '.e1', ':30'),
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: fc.constantFrom(...'.0123456789abcdefxE_+-'), minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    ...[
      'on',
      'off',
      'y',
      'n',
      'Y',
      'N',
      'yes',
      'No',
      'TRUE',
      'False',
      'tRue',
      '~',
      'null',
      'Null',
      'NULL',
      'nuLL',
    ],
    ...[
      '',
      '=',
      '12:30',
      '12:30:45',
      '2026-11-25',
      '2026-11-25T10:00:00Z',
      '0777',
      '08',
      '0_7',
      '1_000',
      '0x_1',
    ],
    ...['9223372036854775807', '9223372036854775808', '18446744073709551615', '18446744073709551616'],
    ...[
      '-9223372036854775808',
      '-9223372036854775809',
      '+9223372036854775808',
      '0xFFFFFFFFFFFFFFFF',
      '0x10000000000000000',
    ],
    ...[
      '-0',
      '+0',
      '-0x0',
      '-0.0',
      '.5',
      '.',
      '-.5',
      '1.',
      '1.e3',
      '1e5',
      '0o8',
      '0b2',
      '0x',
      '.5e3',
      '.1_0',
    ],
  ),
);

// A scalar that starts like another kind of node is no plain scalar.
const scalars = fc
  .sample(plain, { numRuns: 4000, seed: 11 })
  .filter((text) => !/^[-?:](?:$|\s)/.test(text) && text !== '---');

const asBlock = (text: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {}\nvalue: ${text}\n`;

describe('plain scalars', () => {
  it("have the values that Kubernetes' YAML reader gives them", () => {
    const { status, stdout, stderr } = spawnSync(buildTool('yamljson'), {
      input: scalars.map(asBlock).join('---\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const values = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { value: unknown }).value);
    expect(values).toHaveLength(scalars.length);
    scalars.forEach((text, index) => {
      const { manifests, findings } = readManifests('any.yaml', asBlock(text));
      expect({ text, findings, value: manifests[0]?.object.value }).toEqual({
        text,
        findings: [],
        value: values[index],
      });
    });
  });
});
