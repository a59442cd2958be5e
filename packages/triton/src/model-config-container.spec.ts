import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planFixture } from '@fleetwright/plan/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MODEL_CONFIG_SCRIPT, modelConfigContainer } from './model-config-container.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'model-config-'));
  // As kubelet lays a volume out: the entries are links into the directory of the present version.
  mkdirSync(join(root, 'configuration/..2026/vision/2'), { recursive: true });
  writeFileSync(join(root, 'configuration/..2026/vision/config.pbtxt'), 'name: "vision"\n');
  writeFileSync(join(root, 'configuration/..2026/vision/2/model.json'), '{}');
  symlinkSync('..2026', join(root, 'configuration/..data'));
  symlinkSync('..data/vision', join(root, 'configuration/vision'));
  mkdirSync(join(root, 'models'));
});
afterEach(() => rmSync(root, { recursive: true }));

function compose(...directories: string[]): number | null {
  const args = [join(root, 'configuration'), join(root, 'models'), ...directories];
  return spawnSync('/bin/sh', ['-c', MODEL_CONFIG_SCRIPT, 'model-config', ...args], { stdio: 'ignore' })
    .status;
}

describe('MODEL_CONFIG_SCRIPT', () => {
  it('makes the version directories and copies the files, not the links and not the hidden directories', () => {
    expect(compose('vision/1', 'vision/2')).toBe(0);
    rmSync(join(root, 'configuration'), { recursive: true });
    expect(readdirSync(join(root, 'models'))).toEqual(['vision']);
    expect(readdirSync(join(root, 'models/vision')).sort()).toEqual(['1', '2', 'config.pbtxt']);
    expect(readFileSync(join(root, 'models/vision/config.pbtxt'), 'utf8')).toBe('name: "vision"\n');
    expect(readFileSync(join(root, 'models/vision/2/model.json'), 'utf8')).toBe('{}');
  });

  it('keeps what was fetched, and may run again', () => {
    mkdirSync(join(root, 'models/vision/1'), { recursive: true });
    writeFileSync(join(root, 'models/vision/1/model.onnx'), 'weights');
    expect(compose('vision/1')).toBe(0);
    expect(compose('vision/1')).toBe(0);
    expect(readFileSync(join(root, 'models/vision/1/model.onnx'), 'utf8')).toBe('weights');
    expect(existsSync(join(root, 'models/vision/vision'))).toBe(false);
  });

  it('fails where the volume holds no configuration', () => {
    rmSync(join(root, 'configuration/vision'));
    expect(compose('vision/1')).not.toBe(0);
  });
});

describe('modelConfigContainer', () => {
  it('gets the version directories of all models as arguments of a constant script', () => {
    const plan = planFixture();
    const [model] = plan.models;
    const [version] = model!.versions;
    const container = modelConfigContainer(
      planFixture({
        models: [
          {
            ...model!,
            name: 'a',
            versions: [
              { ...version!, version: 1 },
              { ...version!, version: 7 },
            ],
          },
          { ...model!, name: 'b' },
        ],
      }),
    );
    expect(container.args).toEqual(['/configuration', '/models', 'a/1', 'a/7', 'b/1']);
    expect(container.command).toEqual(modelConfigContainer(plan).command);
    expect(container.command?.join('\n')).not.toMatch(/\$[$(]/);
  });

  it('runs in the image of the server, without its GPUs', () => {
    const plan = planFixture();
    const container = modelConfigContainer(plan);
    expect(container.image).toBe(plan.triton.image);
    expect(container.resources?.limits).not.toHaveProperty('nvidia.com/gpu');
  });
});
