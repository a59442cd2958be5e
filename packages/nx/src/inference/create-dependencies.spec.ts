import { describe, expect, it } from 'vitest';
import type { ProjectConfiguration } from '@nx/devkit';
import { makeFolder } from '../testing.ts';
import { createFleetDependencies } from './create-dependencies.ts';
import { createFleetNodes } from './create-nodes.ts';

const FILES = {
  'apps/ranker/model-service.yaml': '',
  'apps/vision/model-service.yaml': '',
  'clusters/shop/cluster.yaml': 'spec: { environment: live }',
  'clusters/shop/platform/kustomization.yaml': '',
  'clusters/shop/vision/placement.yaml': '',
  'clusters/test/cluster.yaml': '# comment\nspec:\n  versions: {}\n  environment: "staging"\n',
  'clusters/test/platform/kustomization.yaml': '',
  'clusters/test/ranker/placement.yaml': '',
  'clusters/test/vision/placement.yaml': '',
  'environments/live/argocd/kustomization.yaml': '',
  'environments/live/environment.yaml': 'spec:\n  promotedFrom: staging\n',
  'environments/live/releases/vision/model-service.yaml': '',
  'environments/staging/environment.yaml': 'spec:\n  namespace: ml\n',
};

function inferProjects(files: Readonly<Record<string, string>>): Record<string, ProjectConfiguration> {
  const nodes = createFleetNodes(Object.keys(files), makeFolder(files));
  const all = nodes.flatMap(([, { projects = {} }]) => Object.values(projects) as ProjectConfiguration[]);
  return Object.fromEntries(all.map((project) => [project.name ?? '', project]));
}

/** Projects that depend on a project, and itself, as Nx computes what is affected. */
function affectedBy(projects: Record<string, ProjectConfiguration>, name: string): string[] {
  const edges = createFleetDependencies(projects);
  const found = new Set([name]);
  // A set is iterated over what is added meanwhile, too.
  for (const target of found) for (const edge of edges) if (edge.target === target) found.add(edge.source);
  return [...found].sort();
}

describe('the projects of a promotion that goes by waves', () => {
  const BASE = 'environments/live/releases/vision';
  const WAVES = {
    ...FILES,
    'clusters/kiosk/cluster.yaml': 'spec: { environment: live }',
    'clusters/kiosk/vision/placement.yaml': '',
    'environments/live/environment.yaml': 'spec: { promotedFrom: staging, waves: [[kiosk], [shop]] }',
    [`${BASE}/wave-1/model-service.yaml`]: '',
  };

  it.each([
    [`${BASE}/wave-1`, ['clusters/kiosk/vision', `${BASE}/wave-1`]],
    [BASE, ['clusters/shop/vision', BASE]],
  ])('affected by %s are exactly the placements that run it', (name, expected) => {
    expect(affectedBy(inferProjects(WAVES), name)).toEqual(expected);
  });

  it('are those of the environment where its waves cannot be read', () => {
    const broken = {
      ...WAVES,
      'environments/live/environment.yaml': 'spec: { promotedFrom: staging, waves: 3 }',
    };
    expect(affectedBy(inferProjects(broken), BASE)).toEqual([
      'clusters/kiosk/vision',
      'clusters/shop/vision',
      BASE,
    ]);
  });
});

describe('the projects of a fleet', () => {
  it.each([
    [
      'a spec that only one environment runs unreleased',
      'apps/vision',
      ['apps/vision', 'clusters/test/vision'],
    ],
    [
      'a release',
      'environments/live/releases/vision',
      ['clusters/shop/vision', 'environments/live/releases/vision'],
    ],
    [
      'a cluster',
      'clusters/test',
      ['clusters/test', 'clusters/test/platform', 'clusters/test/ranker', 'clusters/test/vision'],
    ],
    [
      'a cluster that Argo CD is told of',
      'clusters/shop',
      ['clusters/shop', 'clusters/shop/platform', 'clusters/shop/vision', 'environments/live/argocd'],
    ],
    [
      'an environment',
      'environments/live',
      ['clusters/shop/platform', 'clusters/shop/vision', 'environments/live', 'environments/live/argocd'],
    ],
    ['a placement', 'clusters/test/vision', ['clusters/test/vision']],
    ['a platform folder', 'clusters/test/platform', ['clusters/test/platform']],
    ['an argocd folder', 'environments/live/argocd', ['environments/live/argocd']],
  ])('affected by %s are exactly those that are rendered from it', (_, name, expected) => {
    expect(affectedBy(inferProjects(FILES), name)).toEqual(expected);
  });

  it('are there although a file is broken, without what it would say', () => {
    const projects = inferProjects({ ...FILES, 'clusters/shop/cluster.yaml': 'spec: [' });
    expect(projects['clusters/shop']?.tags).toEqual(['fleet:cluster', 'cluster:shop']);
    expect(affectedBy(projects, 'clusters/shop')).toEqual([
      'clusters/shop',
      'clusters/shop/platform',
      'clusters/shop/vision',
    ]);
  });
});
