import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UNVERIFIED } from './checksum-script.ts';
import { FETCH_SCRIPT } from './fetch-script.ts';

// Stands in for rclone: mirrors a directory of the store, or breaks off after one file.
const RCLONE = `#!/bin/sh
set -eu
source= destination=
for argument in "$@"; do source=$destination destination=$argument; done
path=$STORE/\${source#store:}
[ -d "$path" ] || { echo "directory not found" >&2; exit 3; }
if [ -e "$STORE/break-off" ]; then
  rm "$STORE/break-off"
  printf par > "$destination/model.onnx.partial"
  exit 1
fi
rm -rf -- "$destination"
cp -R "$path" "$destination"
`;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fetch-'));
  write('bin/rclone', RCLONE);
  chmodSync(join(root, 'bin/rclone'), 0o755);
  mkdirSync(join(root, 'models'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

function fetch(...items: string[]): { status: number | null; output: string } {
  const run = spawnSync('/bin/sh', ['-c', FETCH_SCRIPT, 'fetch', join(root, 'models'), ...items], {
    env: { PATH: `${join(root, 'bin')}:${process.env['PATH']}`, STORE: join(root, 'store') },
    encoding: 'utf8',
  });
  return { status: run.status, output: (run.stdout + run.stderr).replaceAll(root, '') };
}

// The checksum as a user computes it, without any of the script's commands.
function checksum(files: Record<string, string>): string {
  const lines = Object.keys(files)
    .map((path) => Buffer.from(`./${path}`))
    .sort((a, b) => Buffer.compare(a, b))
    .map((path) => `${digest(files[path.toString().slice(2)]!)}  ${path.toString()}\n`);
  return digest(lines.join(''));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function publish(path: string, files: Record<string, string>): string {
  for (const [name, content] of Object.entries(files)) write(`store/${path}/${name}`, content);
  return checksum(files);
}

describe('FETCH_SCRIPT', () => {
  it('fetches what has the expected checksum', () => {
    const sha256 = publish('vision/1.4.0', { 'model.onnx': 'weights', 'data/part-1': 'more' });
    expect(fetch('store:vision/1.4.0', 'vision/1', sha256)).toEqual({
      status: 0,
      output: 'fetch: store:vision/1.4.0 to /models/vision/1\nfetch: store:vision/1.4.0 is verified\n',
    });
    expect(readdirSync(join(root, 'models/vision/1')).sort()).toEqual(['data', 'model.onnx']);
  });

  it('fetches several items, and file names that a shell would take apart', () => {
    const odd = { 'a b': '1', '-n': '2', "it's $(id)": '3', '*': '4', Ünïcode: '5', B: '6', a: '7' };
    const first = publish('vision/1', odd);
    const second = publish('vision/second version', { model: 'x' });
    const run = fetch('store:vision/1', 'vision/1', first, 'store:vision/second version', 'vision/2', second);
    expect(run.status).toBe(0);
    expect(readdirSync(join(root, 'models/vision/1')).sort()).toEqual(Object.keys(odd).sort());
  });

  it('refuses another checksum, and leaves nothing behind that a server could load', () => {
    const actual = publish('vision/1.4.0', { 'model.onnx': 'tampered' });
    const expected = checksum({ 'model.onnx': 'weights' });
    expect(fetch('store:vision/1.4.0', 'vision/1', expected)).toEqual({
      status: 1,
      output:
        'fetch: store:vision/1.4.0 to /models/vision/1\n' +
        `fetch: store:vision/1.4.0 has checksum ${actual}, expected ${expected}\n`,
    });
    expect(existsSync(join(root, 'models/vision/1'))).toBe(false);
  });

  it('does not fetch the next item after one that it refuses', () => {
    publish('vision/1', { model: 'x' });
    const second = publish('vision/2', { model: 'y' });
    expect(
      fetch('store:vision/1', 'vision/1', '0'.repeat(64), 'store:vision/2', 'vision/2', second).status,
    ).toBe(1);
    expect(existsSync(join(root, 'models/vision/2'))).toBe(false);
  });

  it('ends with the published files after an attempt that broke off', () => {
    const sha256 = publish('vision/1.4.0', { 'model.onnx': 'weights' });
    write('store/break-off', '');
    expect(fetch('store:vision/1.4.0', 'vision/1', sha256).status).toBe(1);
    expect(readdirSync(join(root, 'models/vision/1'))).toEqual(['model.onnx.partial']);
    expect(fetch('store:vision/1.4.0', 'vision/1', sha256).status).toBe(0);
    expect(readdirSync(join(root, 'models/vision/1'))).toEqual(['model.onnx']);
  });

  it('may run again over its own result and over the configuration that was put beside it', () => {
    const sha256 = publish('chat/1', { 'weights.safetensors': 'w' });
    expect(fetch('store:chat/1', 'chat/1', sha256).status).toBe(0);
    write('models/chat/1/model.json', '{}');
    expect(fetch('store:chat/1', 'chat/1', sha256).status).toBe(0);
  });

  it('fails where the source does not exist', () => {
    mkdirSync(join(root, 'store'));
    expect(fetch('store:gone', 'vision/1', '0'.repeat(64))).toEqual({
      status: 3,
      output: 'fetch: store:gone to /models/vision/1\ndirectory not found\n',
    });
  });

  it.each([UNVERIFIED, '0'.repeat(64)])('refuses a source without files, checksum %s', (sha256) => {
    mkdirSync(join(root, 'store/empty'), { recursive: true });
    expect(fetch('store:empty', 'vision/1', sha256)).toEqual({
      status: 1,
      output: 'fetch: store:empty to /models/vision/1\nfetch: store:empty holds no file\n',
    });
  });

  it('fetches what has no checksum, and says so', () => {
    publish('vision/1', { model: 'x' });
    expect(fetch('store:vision/1', 'vision/1', UNVERIFIED)).toEqual({
      status: 0,
      output:
        'fetch: store:vision/1 to /models/vision/1\n' +
        'fetch: store:vision/1 is not verified, its checksum is unknown\n',
    });
  });

  it('computes the checksum as the documented command does', () => {
    const sha256 = publish('vision/1', { b: '1', 'a/b c': '2', A: '3' });
    const command = 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum';
    const printed = execFileSync('/bin/sh', ['-c', command], {
      cwd: join(root, 'store/vision/1'),
      encoding: 'utf8',
    });
    expect(printed).toBe(`${sha256}  -\n`);
  });
});
