import { spawnSync } from 'node:child_process';
import { emitYaml } from '@fleetwright/kube';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTool } from './build.ts';

/** What the YAML reader of Kubernetes' tools makes of documents. */
function readAsKubernetes(documents: readonly string[]): unknown[] {
  const { status, stdout, stderr } = spawnSync(buildTool('yamljson'), {
    input: documents.join('---\n'),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe("Kubernetes' YAML reader", () => {
  it('reads unquoted `on` as a boolean, so that this test can tell readers apart', () => {
    expect(readAsKubernetes(['a: on\n'])).toEqual([{ a: true }]);
  });

  it('reads what the emitter writes as the same values', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        'on',
        'y',
        '12:30:45',
        '1_000',
        '0o7',
        '=',
        '<<',
        '~',
        '2026-11-25',
        '.inf',
        'a: b',
        'a\n b\n',
      ),
    );
    const value = fc.record({
      text,
      list: fc.array(text),
      map: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean()), { noNullPrototype: true }),
    });
    const values = fc.sample(value, { numRuns: 2000, seed: 7 });
    expect(readAsKubernetes(values.map((generated) => emitYaml(generated)))).toEqual(values);
  });
});
