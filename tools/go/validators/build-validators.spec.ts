import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildValidator, packValidators } from '../build-validators.ts';

const SCRIPT = join(import.meta.dirname, '../build-validators.ts');

describe('buildValidator', () => {
  it('builds the same sources once', () => {
    const binary = buildValidator('core');
    const { mtimeMs } = statSync(binary);
    expect(buildValidator('core')).toBe(binary);
    expect(statSync(binary).mtimeMs).toBe(mtimeMs);
  }, 1_200_000);

  it('packs what it built as a package for this platform alone', () => {
    const folder = packValidators(['core']);
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name: `@fleetwright/upstream-validators-${process.platform}-${process.arch}`,
      os: [process.platform],
      cpu: [process.arch],
    });
    const { status, stdout } = spawnSync(join(folder, 'core'), { input: '', encoding: 'utf8' });
    expect(stdout).toMatch(/^\{"judges":\["kubernetes",/);
    expect(status).toBe(0);
  }, 1_200_000);

  it('refuses an unknown helper and names those that there are', () => {
    const { status, stderr } = spawnSync('npx', ['tsx', SCRIPT, 'linkerd'], { encoding: 'utf8' });
    expect(stderr).toBe('Unknown helper linkerd, expected core, istio.\n');
    expect(status).toBe(2);
  });
});
