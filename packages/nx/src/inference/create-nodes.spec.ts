import { describe, expect, it } from 'vitest';
import { makeFolder } from '../testing.ts';
import { createFleetDependencies } from './create-dependencies.ts';
import { createFleetNodes } from './create-nodes.ts';

const FILES = {
  'apps/a/model-service.yaml': '',
  'clusters/c/cluster.yaml': 'spec: { environment: live }',
  'clusters/c/a/placement.yaml': '',
  'clusters/c/platform/kustomization.yaml': '',
  'environments/live/environment.yaml': 'spec: { promotedFrom: test }',
  'environments/live/releases/a/model-service.yaml': '',
  'environments/live/argocd/kustomization.yaml': '',
};

function infer(files: Record<string, string>) {
  const nodes = createFleetNodes(Object.keys(files), makeFolder(files));
  return Object.assign({}, ...nodes.map(([, { projects }]) => projects)) as Record<
    string,
    { root: string; name: string; tags: string[]; targets: object }
  >;
}

const edges = (files: Record<string, string>) =>
  createFleetDependencies(infer(files)).map(({ source, target }) => `${source} > ${target}`);

describe('createFleetNodes', () => {
  it('names each project by its folder and tags it with what it stands for', () => {
    const tags = Object.values(infer(FILES)).map((project) => [project.name, project.tags.join(' ')]);
    expect(Object.fromEntries(tags)).toEqual({
      'apps/a': 'fleet:service service:a',
      'clusters/c': 'fleet:cluster cluster:c environment:live',
      'clusters/c/a': 'fleet:placement service:a cluster:c environment:live',
      'clusters/c/platform': 'fleet:platform cluster:c environment:live',
      'environments/live': 'fleet:environment environment:live promoted-from:test',
      'environments/live/releases/a': 'fleet:release service:a environment:live',
      'environments/live/argocd': 'fleet:argocd environment:live',
    });
  });

  it('gives every project the targets render and validate and no other', () => {
    for (const { targets } of Object.values(infer(FILES)))
      expect(Object.keys(targets)).toEqual(['render', 'validate']);
  });

  it.each(['spec: [', '[]', 'spec: { environment: 3 }', ''])(
    'still infers a cluster that reads %j',
    (text) => {
      expect(infer({ 'clusters/c/cluster.yaml': text })['clusters/c']?.tags).toEqual([
        'fleet:cluster',
        'cluster:c',
      ]);
    },
  );
});

describe('createFleetDependencies', () => {
  it('lets generated folders alone depend, and on the release where one is frozen', () => {
    expect(edges(FILES)).toEqual([
      'clusters/c/a > environments/live/releases/a',
      'clusters/c/a > clusters/c',
      'clusters/c/a > environments/live',
      'clusters/c/platform > clusters/c',
      'clusters/c/platform > environments/live',
      'environments/live/argocd > environments/live',
      'environments/live/argocd > clusters/c',
    ]);
  });

  it('lets a placement depend on the service where nothing is promoted', () => {
    expect(edges({ ...FILES, 'environments/live/environment.yaml': '' })[0]).toBe('clusters/c/a > apps/a');
  });

  it('leaves out what does not exist and projects of others', () => {
    expect(edges({ 'clusters/c/a/placement.yaml': '' })).toEqual([]);
    expect(
      createFleetDependencies({ x: { root: 'clusters/c/a' }, 'clusters/c': { root: 'clusters/c' } }),
    ).toEqual([]);
  });
});
