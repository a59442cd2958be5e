import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LINK_SCRIPT, MODEL_CONFIG_SCRIPT } from './model-config-script.ts';

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

function link(...pairs: string[]): { status: number | null; output: string } {
  const args = [join(root, 'configuration'), join(root, 'models'), ...pairs];
  const run = spawnSync('/bin/sh', ['-c', LINK_SCRIPT, 'model-config', ...args], { encoding: 'utf8' });
  return { status: run.status, output: (run.stdout + run.stderr).replaceAll(root, '') };
}

function publish(path: string, files: Record<string, string>): string {
  const directory = join(root, 'artifacts', path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
  return directory;
}

describe('LINK_SCRIPT', () => {
  it('links a version as a whole, so that its files keep their place beside each other', () => {
    const source = publish('vision/1.4.0', { 'model.onnx': 'weights', 'model.onnx.data': 'more' });
    expect(link('vision/1', source)).toEqual({ status: 0, output: '' });
    expect(readlinkSync(join(root, 'models/vision/1'))).toBe(source);
    expect(readFileSync(join(root, 'models/vision/1/model.onnx'), 'utf8')).toBe('weights');
    expect(readFileSync(join(root, 'models/vision/config.pbtxt'), 'utf8')).toBe('name: "vision"\n');
  });

  it('puts a configured file among links to the entries, and nothing into what is mounted', () => {
    const source = publish('llm', { 'weights/a b': 'w', '.hidden': 'h', 'model.json': 'stale' });
    expect(link('vision/2', source)).toEqual({ status: 0, output: '' });
    expect(readdirSync(join(root, 'models/vision/2')).sort()).toEqual(['.hidden', 'model.json', 'weights']);
    expect(readFileSync(join(root, 'models/vision/2/model.json'), 'utf8')).toBe('{}');
    expect(readFileSync(join(root, 'models/vision/2/weights/a b'), 'utf8')).toBe('w');
    expect(readFileSync(join(source, 'model.json'), 'utf8')).toBe('stale');
  });

  it('may run again over its own results, also after a version has changed its shape', () => {
    const source = publish('vision/1', { model: 'x' });
    const pairs = ['vision/1', source, 'vision/2', source, 'vision/3', ''];
    expect(link(...pairs).status).toBe(0);
    expect(link(...pairs)).toEqual({ status: 0, output: '' });
    expect(link('vision/1', source, 'vision/2', '', 'vision/3', source).status).toBe(0);
    expect(readdirSync(join(root, 'models/vision/2'))).toEqual(['model.json']);
    expect(readdirSync(source)).toEqual(['model']);
  });

  it('makes an empty directory for a draft', () => {
    expect(link('vision/1', '').status).toBe(0);
    expect(readdirSync(join(root, 'models/vision/1'))).toEqual([]);
  });

  it('refuses a directory without files, or none', () => {
    mkdirSync(join(root, 'artifacts/empty'), { recursive: true });
    const empty = join(root, 'artifacts/empty');
    expect(link('vision/1', empty)).toEqual({
      status: 1,
      output: 'model-config: /artifacts/empty holds no file\n',
    });
    expect(link('vision/1', join(root, 'gone')).status).toBe(1);
  });

  it('takes names apart nowhere', () => {
    const source = publish("it's $(id)/1", { '-n': 'x', '*': 'y' });
    expect(link('vision/1', source, 'vision/2', source).status).toBe(0);
    expect(readdirSync(join(root, 'models/vision/2')).sort()).toEqual(['*', '-n', 'model.json']);
  });
});
