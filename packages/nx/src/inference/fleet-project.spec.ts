import { describe, expect, it } from 'vitest';
import { parseFleetProject } from './fleet-project.ts';

describe('a folder is no project of a fleet', () => {
  it.each([
    '.',
    'apps',
    'apps/a/b',
    'clusters/a/b/c',
    'environments/a/b',
    'environments/a/b/c',
    'environments/a/releases/b/c',
    'packages/nx',
  ])('when it is %s', (root) => {
    expect(parseFleetProject(root)).toBeUndefined();
  });
});
