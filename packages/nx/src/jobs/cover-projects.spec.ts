import { describe, expect, it } from 'vitest';
import { parseFleetProject } from '../inference/fleet-project.ts';
import { coverProjects, type KnownProject } from './cover-projects.ts';

// Cluster x belongs to the environment e, y to f.
const ENVIRONMENTS: Record<string, string> = { x: 'e', y: 'f' };

function project(root: string): KnownProject {
  const parsed = parseFleetProject(root)!;
  return { environment: 'cluster' in parsed ? ENVIRONMENTS[parsed.cluster] : undefined, ...parsed };
}

const FLEET = [
  'apps/a',
  'apps/b',
  'clusters/x',
  'clusters/x/a',
  'clusters/x/b',
  'clusters/x/platform',
  'clusters/y',
  'clusters/y/a',
  'clusters/y/platform',
  'environments/e',
  'environments/e/argocd',
  'environments/e/releases/a',
  'environments/f',
  'environments/f/argocd',
].map(project);

describe('the runs that render a choice of projects', () => {
  it.each<[string, string[], (object | undefined)[]]>([
    ['everything is one run', FLEET.map(({ root }) => root), [undefined]],
    ['all clusters are one run', ['clusters/x', 'clusters/y'], [undefined]],
    [
      'an environment is one run, with what is on its clusters',
      ['environments/e', 'clusters/x/a'],
      [{ environment: 'e' }],
    ],
    [
      'an argocd folder is the run for its environment, what is elsewhere another',
      ['environments/e/argocd', 'clusters/x/platform', 'environments/e/releases/a', 'clusters/y/platform'],
      [{ environment: 'e' }, { cluster: 'y' }],
    ],
    ['all environments are one run', ['environments/e', 'environments/f/argocd'], [undefined]],
    ['an environment and all other clusters are one run', ['environments/e', 'clusters/y'], [undefined]],
    ['a cluster is one run', ['clusters/x', 'clusters/x/a', 'clusters/x/platform'], [{ cluster: 'x' }]],
    ['a platform folder is the run for its cluster', ['clusters/x/platform'], [{ cluster: 'x' }]],
    ['all placements of a cluster are one run', ['clusters/x/a', 'clusters/x/b'], [{ cluster: 'x' }]],
    [
      'a service with its placements is one run',
      ['apps/a', 'clusters/x/a', 'clusters/y/a'],
      [{ service: 'a' }],
    ],
    ['a release is the run for its service', ['environments/e/releases/a'], [{ service: 'a' }]],
    ['one placement of several is a run of its own', ['clusters/x/a'], [{ service: 'a', cluster: 'x' }]],
    ['nothing is no run', [], []],
  ])('%s', (_, requested, filters) => {
    const runs = coverProjects(requested.map(project), FLEET);
    expect(runs.map(({ filter }) => filter)).toEqual(filters);
    expect(runs.flatMap(({ projects }) => projects.map(({ root }) => root)).sort()).toEqual(
      [...requested].sort(),
    );
  });

  it('does without clusters', () => {
    expect(coverProjects([project('apps/a')], [project('apps/a')])).toEqual([
      { filter: undefined, projects: [project('apps/a')] },
    ]);
  });
});
