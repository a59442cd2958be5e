import { readdirSync } from 'node:fs';
import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { builders } from './index.ts';

describe('builders', () => {
  it('name themselves by their file', () => {
    const files = readdirSync(new URL('.', import.meta.url)).map((file) => `rollouts/${file}`);
    for (const { id } of builders) expect(files).toContain(`${id}.ts`);
    // The comment above the Rollout's strategy points here.
    expect(files).toContain('rollouts/canarystrategy.ts');
  });

  it('put every resource into the namespace under the labels of the placement', () => {
    const plan = planFixture();
    const resources = builders.flatMap(({ build }) => build(plan) ?? []);
    expect(resources).toHaveLength(2);
    for (const { metadata } of resources) {
      expect(metadata).toMatchObject({ namespace: 'ml-inference', labels: plan.labels });
    }
  });
});
