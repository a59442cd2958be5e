import { releasePath } from '@fleetwright/overlay/layout';
import { describe, expect, it } from 'vitest';
import {
  clusterFile,
  environmentFile,
  imagesFile,
  kindOfInput,
  specFile,
  wholeReleaseOf,
} from './input-paths.ts';

describe('kindOfInput', () => {
  it.each([
    [specFile('a'), 'spec'],
    [clusterFile('a'), 'cluster'],
    [environmentFile('a'), 'environment'],
    [imagesFile('a'), 'images'],
    [releasePath('production', 'a'), 'release'],
    [releasePath('production', 'a', 2), 'release'],
  ])('knows %s', (path, kind) => {
    expect(kindOfInput(path)).toBe(kind);
  });

  it.each([
    'apps/a/README.md',
    'apps/a/b/model-service.yaml',
    'clusters/a/b/cluster.yaml',
    'environments/a/releases/b/wave-0/model-service.yaml',
    'environments/a/releases/b/wave-1/c/model-service.yaml',
    'environments/a/argocd/images.yaml',
    'x/apps/a/model-service.yaml',
  ])('does not take %s for one', (path) => {
    expect(kindOfInput(path)).toBeUndefined();
  });
});

describe('wholeReleaseOf', () => {
  it('finds everybody’s release beside that of a wave, and nothing elsewhere', () => {
    expect(wholeReleaseOf(releasePath('production', 'a', 2))).toBe(releasePath('production', 'a'));
    expect(wholeReleaseOf(releasePath('production', 'a'))).toBeUndefined();
    expect(wholeReleaseOf(specFile('a'))).toBeUndefined();
  });
});
