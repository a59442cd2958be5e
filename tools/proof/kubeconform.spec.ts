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

const judged = allOverlays().flatMap((overlay) =>
  resourceFiles(overlay).map((file) => ({ file, kubernetes: overlay.shape.kubernetes })),
);

function countResources(): number {
  return judged.reduce(
    (sum, { file }) => sum + readFileSync(file, 'utf8').match(/^apiVersion: /gm)!.length,
    0,
  );
}

function judgeText(text: string, kubernetes: string): [kind: string, status: string][] {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconform-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'triton.yaml');
  writeFileSync(file, text);
  return runKubeconform([{ file, kubernetes }]).resources.map(({ kind, status }) => [kind, status]);
}

function readGolden(start: string): string {
  const { file } = judged.find(({ file: path }) => path.includes(start) && path.endsWith('/triton.yaml'))!;
  return readFileSync(file, 'utf8');
}

describe('native kubeconform', () => {
  it('finds every resource of every overlay valid for the version of its cluster, and skips none', () => {
    const { resources, summary } = runKubeconform(judged);
    expect(resources).toEqual([]);
    expect(countResources()).toBeGreaterThan(300);
    expect(summary).toEqual({ valid: countResources(), invalid: 0, errors: 0, skipped: 0 });
    const versions = new Set(judged.map(({ kubernetes }) => kubernetes));
    expect([...versions].sort()).toEqual(['1.31', '1.32', '1.33', '1.34', '1.35']);
  });

  it('finds what is not valid', () => {
    const broken = readGolden('a-spec-of-a-dozen').replace('minReadySeconds: 10', 'minReadySeconds: ten');
    expect(judgeText(broken, '1.34')).toEqual([['Rollout', 'statusInvalid']]);
  });

  it('judges by the version of the cluster', () => {
    const claims = readGolden('an-ensemble-of-image-volumes');
    expect(judgeText(claims, '1.35')).toEqual([]);
    // resource.k8s.io/v1 came with 1.34.
    expect(judgeText(claims, '1.33')).toEqual([['ResourceClaimTemplate', 'statusError']]);
  });
});
