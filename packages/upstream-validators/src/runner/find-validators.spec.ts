import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findValidators } from './find-validators.ts';

const PLATFORM = `${process.platform}-${process.arch}`;
const INSTALLED = `node_modules/@fleetwright/upstream-validators-${PLATFORM}`;
const CLIENT = 'node_modules/@fleetwright/upstream-validators';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'find-validators-'));
});

afterEach(() => rmSync(root, { recursive: true }));

function write(path: string): string {
  const file = join(root, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '{}');
  return file;
}

function find(): ReturnType<typeof findValidators> {
  return findValidators(join(root, 'main.js'));
}

describe('findValidators', () => {
  it('finds none where none is installed or built', () => {
    expect(find()).toBeUndefined();
    write(`${CLIENT}/package.json`);
    expect(find()).toBeUndefined();
  });

  it('finds those that were built here, be it only one', () => {
    write(`${CLIENT}/package.json`);
    const core = write(`${CLIENT}/dist/${PLATFORM}/core`);
    expect(find()).toEqual({ core });
  });

  it('takes those of the package for this platform first', () => {
    write(`${CLIENT}/package.json`);
    write(`${CLIENT}/dist/${PLATFORM}/core`);
    write(`${INSTALLED}/package.json`);
    const [core, istio] = [write(`${INSTALLED}/core`), write(`${INSTALLED}/istio`)];
    expect(find()).toEqual({ core, istio });
  });

  it('passes over a package without programs', () => {
    write(`${INSTALLED}/package.json`);
    write(`${CLIENT}/package.json`);
    const istio = write(`${CLIENT}/dist/${PLATFORM}/istio`);
    expect(find()).toEqual({ istio });
  });

  it('passes over packages for other platforms', () => {
    write('node_modules/@fleetwright/upstream-validators-plan9-mips/package.json');
    write('node_modules/@fleetwright/upstream-validators-plan9-mips/core');
    expect(find()).toBeUndefined();
  });
});
