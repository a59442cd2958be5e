import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = resolve(HERE, '../..');

describe('npm run quickstart', { timeout: 120_000 }, () => {
  it('does the main job in a scratch copy, prints at most 80 columns, and leaves the clone as it is', () => {
    const before = existsSync(join(ROOT, 'apps/vision'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(HERE, 'quickstart.mjs')], {
      encoding: 'utf8',
    });
    const scratch = /^ {2}cd (\S+)$/m.exec(stdout)?.[1] ?? '';
    try {
      expect(status, stdout + stderr).toBe(0);
      expect(stdout).toContain('Service vision, image 26.07-py3, on dev, staging-us-east');
      expect(stdout).toContain('Left out: llama2_chat, which no backend loads.');
      expect(stdout).toContain('clusters/staging-us-east/vision/\n  istio.yaml  kustomization.yaml');
      expect(existsSync(join(scratch, 'clusters/staging-us-east/vision/triton.yaml'))).toBe(true);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(existsSync(join(ROOT, 'apps/vision'))).toBe(before);
    } finally {
      if (scratch !== '') rmSync(scratch, { recursive: true, force: true });
    }
  });
});
