import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { buildTool } from '../go/build.ts';
import { allOverlays, generatedFiles } from './overlays.ts';

beforeAll(() => {
  buildTool('yamljson');
}, 600_000);

const texts = allOverlays()
  .flatMap(generatedFiles)
  .map((file) => readFileSync(file, 'utf8'));

const byJsYaml = texts.map((text) => loadAll(text));

function readByYaml(text: string, version: '1.1' | '1.2'): unknown[] {
  return parseAllDocuments(text, { version, schema: version === '1.1' ? 'yaml-1.1' : 'core' }).map(
    (document) => {
      expect([...document.errors, ...document.warnings]).toEqual([]);
      return document.toJS() as unknown;
    },
  );
}

describe('emitted files', () => {
  it('are read as the same values by the YAML reader of Kubernetes', () => {
    const { status, stdout, stderr } = spawnSync(buildTool('yamljson'), {
      input: texts.join('---\n'),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const values = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(values.length).toBeGreaterThan(300);
    expect(values).toEqual(byJsYaml.flat());
  });

  it.each(['1.1', '1.2'] as const)('are read as the same values by a reader of YAML %s', (version) => {
    expect(texts.map((text) => readByYaml(text, version))).toEqual(byJsYaml);
  });
});
