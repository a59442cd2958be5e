import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { buildTool } from '../go/build.ts';
import { runKubeconform } from './kubeconform.ts';
import { allOverlays, resourceFiles } from './overlays.ts';

beforeAll(() => {
  buildTool('kubeconform');
}, 600_000);

const files = allOverlays().flatMap(resourceFiles);

function countResources(): number {
  return files.reduce((sum, file) => sum + readFileSync(file, 'utf8').match(/^apiVersion: /gm)!.length, 0);
}

describe('native kubeconform', () => {
  it('finds every resource of every overlay valid, and skips none', () => {
    const { resources, summary } = runKubeconform(files);
    expect(resources ?? []).toEqual([]);
    expect(countResources()).toBeGreaterThan(300);
    expect(summary).toEqual({ valid: countResources(), invalid: 0, errors: 0, skipped: 0 });
  });

  it('finds what is not valid', () => {
    const file = files.find((path) => path.endsWith('/triton.yaml'))!;
    const folder = mkdtempSync(join(tmpdir(), 'kubeconform-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const broken = join(folder, 'triton.yaml');
    writeFileSync(broken, readFileSync(file, 'utf8').replace('minReadySeconds: 10', 'minReadySeconds: ten'));
    const { resources, summary } = runKubeconform([broken]);
    expect(resources?.map(({ kind, status }) => [kind, status])).toEqual([['Rollout', 'statusInvalid']]);
    expect(summary.invalid).toBe(1);
  });
});
