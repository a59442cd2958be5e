import {
  chmodSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Cache } from './cache.ts';
import { temporaryFolder } from './testing/temporary-tree.ts';

function filled(): string {
  const root = temporaryFolder();
  const cache = new Cache(root, 'tool');
  cache.set('section', 'name', 'key', { value: 1 });
  cache.save({ complete: true });
  return root;
}

const lookUp = (root: string, tool = 'tool', key = 'key') =>
  new Cache(root, tool).get('section', 'name', key);

describe('the cache', () => {
  it('gives back what an earlier run stored under the same key', () => {
    expect(lookUp(filled())).toEqual({ value: 1 });
  });

  it('knows nothing under another key or for another tool', () => {
    const root = filled();
    expect(lookUp(root, 'tool', 'other')).toBeUndefined();
    expect(lookUp(root, 'another tool')).toBeUndefined();
  });

  it.each<[string, (text: string) => string]>([
    ['empty', () => ''],
    ['cut off', (text) => text.slice(0, -3)],
    ['changed in one place', (text) => text.replace('"value":1', '"value":2')],
    ['not JSON', (text) => `${text.split('\n')[0]}\n{`],
    ['something else', () => '[]'],
  ])('is ignored when it is %s', (_, damage) => {
    const root = filled();
    const path = join(root, '.fleetwright/cache/section.json');
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    expect(lookUp(root)).toBeUndefined();
  });

  it('is ignored in a copy of the workspace, as a checkout is one', () => {
    const copy = temporaryFolder();
    cpSync(filled(), copy, { recursive: true });
    expect(lookUp(copy)).toBeUndefined();
  });

  it('forgets what a complete run had no use for, and keeps it after a partial one', () => {
    const root = filled();
    const partial = new Cache(root, 'tool');
    partial.set('section', 'other', 'key', 2);
    partial.save({ complete: false });
    expect(lookUp(root)).toEqual({ value: 1 });
    const complete = new Cache(root, 'tool');
    complete.get('section', 'other', 'key');
    complete.save({ complete: true });
    expect(lookUp(root)).toBeUndefined();
  });

  it('does not follow a link that stands in its place', () => {
    const root = filled();
    const outside = temporaryFolder();
    renameSync(join(root, '.fleetwright/cache'), join(outside, 'cache'));
    symlinkSync(join(outside, 'cache'), join(root, '.fleetwright/cache'));
    const cache = new Cache(root, 'tool');
    expect(cache.get('section', 'name', 'key')).toBeUndefined();
    cache.set('new', 'name', 'key', 1);
    cache.save({ complete: true });
    expect(readdirSync(join(outside, 'cache'))).toEqual(['section.json']);
  });

  it('does without a folder that it cannot write', () => {
    const root = filled();
    chmodSync(join(root, '.fleetwright/cache'), 0o500);
    const cache = new Cache(root, 'tool');
    cache.set('new', 'name', 'key', 1);
    expect(() => cache.save({ complete: true })).not.toThrow();
    chmodSync(join(root, '.fleetwright/cache'), 0o700);
  });
});
