import { describe, expect, it } from 'vitest';
import { reviewTrees } from './review-trees.ts';
import { treeOf } from './tree.ts';

function workload(kind: 'Rollout' | 'Deployment' | 'StatefulSet', image: string, grace = 30): string {
  const apiVersion = kind === 'Rollout' ? 'argoproj.io/v1alpha1' : 'apps/v1';
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: a\nspec:\n  template:\n    spec:\n      terminationGracePeriodSeconds: ${grace}\n      containers:\n      - name: main\n        image: ${image}\n`;
}

async function titlesOf(base: Record<string, string>, head: Record<string, string>) {
  const { changes } = await reviewTrees({ base: treeOf('base', base), head: treeOf('head', head) });
  return changes.map(({ title, objects, places }) => [title, objects, places.expression]);
}

describe('the same change of a Rollout and of a Deployment elsewhere', () => {
  it('is one group, whose title says both kinds', async () => {
    const texts = (image: string) => ({
      'one/a.yaml': workload('Rollout', image),
      'two/a.yaml': workload('Deployment', image),
    });
    expect(await titlesOf(texts('i:1'), texts('i:2'))).toEqual([
      ['image of main in Rollout/a and Deployment/a: 1 → 2', ['Deployment/a', 'Rollout/a'], 'one, two'],
    ]);
  });

  it('counts a field of both once', async () => {
    const texts = (image: string, grace: number) => ({
      'one/a.yaml': workload('Rollout', image, grace),
      'two/a.yaml': workload('Deployment', image, grace),
    });
    expect((await titlesOf(texts('i:1', 30), texts('i:1', 60))).map(([title]) => title)).toEqual([
      'Rollout/a and Deployment/a terminationGracePeriodSeconds: 30 → 60',
    ]);
  });

  it.each<[string, string, string]>([
    ['another value', workload('Deployment', 'i:1'), workload('Deployment', 'i:3')],
    ['another kind', workload('StatefulSet', 'i:1'), workload('StatefulSet', 'i:2')],
  ])('stays a group of its own with %s', async (_, before, after) => {
    const base = { 'one/a.yaml': workload('Rollout', 'i:1'), 'two/a.yaml': before };
    const head = { 'one/a.yaml': workload('Rollout', 'i:2'), 'two/a.yaml': after };
    expect(await titlesOf(base, head)).toHaveLength(2);
  });
});
