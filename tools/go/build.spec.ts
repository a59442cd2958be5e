import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildTool } from './build.ts';

const SCRIPT = join(import.meta.dirname, 'build.ts');

describe('buildTool', () => {
  it('builds a static binary of the pinned version, once', () => {
    const binary = buildTool('kustomize');
    const { mtimeMs } = statSync(binary);
    expect(spawnSync(binary, ['version'], { encoding: 'utf8' }).stdout).toBe('v5.8.1\n');
    expect(buildTool('kustomize')).toBe(binary);
    expect(statSync(binary).mtimeMs).toBe(mtimeMs);
  }, 600_000);

  it('refuses an unknown tool and names those that there are', () => {
    const { status, stderr } = spawnSync('npx', ['tsx', SCRIPT, 'kubectl'], { encoding: 'utf8' });
    expect(stderr).toBe(
      'Unknown tool kubectl, expected actionlint, dyff, helm, kubeconform, kustomize, yamljson.\n',
    );
    expect(status).toBe(2);
  });
});
