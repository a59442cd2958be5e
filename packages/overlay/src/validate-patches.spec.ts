import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { areas } from './areas.ts';
import { buildResources } from './build-resources.ts';
import { validatePatches } from './validate-patches.ts';

const plan = planFixture();
const built = buildResources(plan, areas);
const FOLDER = 'clusters/prod-us-east/image-classification/patches';

describe('validatePatches', () => {
  it('accepts a patch for a resource of the overlay', () => {
    expect(validatePatches(plan, built, ['Rollout.image-classification.memory.yaml'])).toEqual([]);
  });

  it('refuses a name that does not say what is patched', () => {
    expect(validatePatches(plan, built, ['memory.yaml'])).toMatchObject([
      {
        rule: 'overlay/patch-name',
        severity: 'error',
        file: `${FOLDER}/memory.yaml`,
        message:
          'The name of a patch file says what it patches; expected <Kind>.<name>[.<anything>].yaml, found "memory.yaml".',
      },
    ]);
  });

  it('refuses a patch for nothing and names the nearest resource', () => {
    expect(validatePatches(plan, built, ['Rollout.image-clasification.yaml'])).toMatchObject([
      {
        rule: 'overlay/patch-without-resource',
        message: 'The overlay has no Rollout named image-clasification, so this patch would change nothing.',
        fix: 'Rename it to Rollout.image-classification.yaml, or delete it.',
      },
    ]);
  });

  it('reports every patch', () => {
    expect(validatePatches(plan, built, ['a.yaml', 'ConfigMap.x.yaml'])).toHaveLength(2);
  });
});
