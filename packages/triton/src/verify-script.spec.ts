import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNVERIFIED } from './checksum-script.ts';
import { VERIFY_SCRIPT } from './verify-script.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'verify-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function verify(...items: [directory: string, sha256: string][]): { status: number | null; output: string } {
  const args = items.flatMap(([directory, sha256]) => [join(root, directory), sha256]);
  const run = spawnSync('/bin/sh', ['-c', VERIFY_SCRIPT, 'verify', ...args], { encoding: 'utf8' });
  return { status: run.status, output: (run.stdout + run.stderr).replaceAll(root, '') };
}

// The checksum as a user computes it, without any of the script's commands.
function checksum(files: Record<string, string>): string {
  const lines = Object.keys(files)
    .sort()
    .map((path) => `${digest(files[path]!)}  ./${path}\n`);
  return digest(lines.join(''));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const FILES = { 'data/part 1': 'more', 'model.onnx': 'weights' };

function publish(path: string): string {
  for (const [name, content] of Object.entries(FILES)) write(`${path}/${name}`, content);
  return checksum(FILES);
}

describe('VERIFY_SCRIPT', () => {
  it('accepts what has the expected checksum, one item after the other', () => {
    const sha256 = publish('vision/1.4.0');
    publish('vision/1.5.0');
    expect(verify(['vision/1.4.0', sha256], ['vision/1.5.0', sha256])).toEqual({
      status: 0,
      output: 'verify: /vision/1.4.0 is verified\nverify: /vision/1.5.0 is verified\n',
    });
  });

  it('refuses another checksum, and then looks at no further item', () => {
    publish('vision/1');
    write('vision/1/model.onnx', 'tampered');
    const expected = checksum(FILES);
    const found = checksum({ ...FILES, 'model.onnx': 'tampered' });
    expect(verify(['vision/1', expected], ['gone', expected])).toEqual({
      status: 1,
      output: `verify: /vision/1 has checksum ${found}, expected ${expected}\n`,
    });
  });

  it('refuses a file more than there should be', () => {
    const expected = publish('vision/1');
    write('vision/1/extra', 'x');
    expect(verify(['vision/1', expected]).status).toBe(1);
  });

  it('counts links as the files to which they lead, since the server follows them', () => {
    const expected = publish('vision/1');
    rmSync(join(root, 'vision/1/model.onnx'));
    write('elsewhere', 'weights');
    symlinkSync(join(root, 'elsewhere'), join(root, 'vision/1/model.onnx'));
    expect(verify(['vision/1', expected]).status).toBe(0);
    write('elsewhere', 'tampered');
    expect(verify(['vision/1', expected]).status).toBe(1);
  });

  it.each([UNVERIFIED, '0'.repeat(64)])(
    'refuses what does not exist or holds no file, checksum %s',
    (sha256) => {
      mkdirSync(join(root, 'empty'));
      expect(verify(['empty', sha256])).toEqual({ status: 1, output: 'verify: /empty holds no file\n' });
      expect(verify(['gone', sha256])).toEqual({ status: 1, output: 'verify: /gone is no directory\n' });
    },
  );

  it('says so where an artifact has no checksum', () => {
    publish('vision/1');
    expect(verify(['vision/1', UNVERIFIED])).toEqual({
      status: 0,
      output: 'verify: /vision/1 is not verified, its checksum is unknown\n',
    });
  });
});
