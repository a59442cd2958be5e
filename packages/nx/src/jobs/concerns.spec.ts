import { describe, expect, it } from 'vitest';
import { parseFleetProject } from '../inference/fleet-project.ts';
import { concernsIn } from './concerns.ts';
import type { KnownProject } from './cover-projects.ts';

const ENVIRONMENTS: Record<string, string> = { x: 'live', y: 'test' };
const FLEET = [
  'apps/a',
  'clusters/x',
  'clusters/x/a',
  'clusters/x/platform',
  'clusters/y',
  'clusters/y/a',
  'environments/live',
  'environments/live/argocd',
].map((root): KnownProject => {
  const project = parseFleetProject(root)!;
  return { environment: 'cluster' in project ? ENVIRONMENTS[project.cluster] : undefined, ...project };
});

describe('a file has to do with', () => {
  it.each([
    [
      'apps/a/model-service.yaml',
      ['apps/a', 'clusters/x', 'clusters/x/a', 'clusters/y', 'clusters/y/a', 'environments/live'],
    ],
    ['apps/b/model-service.yaml', ['clusters/x', 'clusters/y', 'environments/live']],
    [
      'clusters/x/cluster.yaml',
      [
        'apps/a',
        'clusters/x',
        'clusters/x/a',
        'clusters/x/platform',
        'environments/live',
        'environments/live/argocd',
      ],
    ],
    ['clusters/x/a/istio.yaml', ['apps/a', 'clusters/x', 'clusters/x/a', 'environments/live']],
    [
      'clusters/x/platform/namespace.yaml',
      ['apps/a', 'clusters/x', 'clusters/x/a', 'clusters/x/platform', 'environments/live'],
    ],
    ['clusters/y/b/istio.yaml', ['clusters/y']],
    [
      'environments/live/images.yaml',
      [
        'apps/a',
        'clusters/x',
        'clusters/x/a',
        'clusters/x/platform',
        'environments/live',
        'environments/live/argocd',
      ],
    ],
    [
      'environments/live/releases/a/model-service.yaml',
      ['apps/a', 'clusters/x', 'clusters/x/a', 'environments/live'],
    ],
    ['environments/test/environment.yaml', ['apps/a', 'clusters/y', 'clusters/y/a']],
    [undefined, FLEET.map(({ root }) => root)],
  ])('%s', (file, expected) => {
    const concerns = concernsIn(FLEET);
    expect(FLEET.filter((project) => concerns({ file }, project)).map(({ root }) => root)).toEqual(expected);
  });

  it('what its finding names, whatever the file', () => {
    const concerns = concernsIn(FLEET);
    const finding = { file: 'apps/a/model-service.yaml', service: 'a', cluster: 'x' };
    expect(FLEET.filter((project) => concerns(finding, project)).map(({ root }) => root)).toEqual([
      'apps/a',
      'clusters/x',
      'clusters/x/a',
      'environments/live',
    ]);
  });
});
