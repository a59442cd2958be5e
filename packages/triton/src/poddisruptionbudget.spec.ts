import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { podDisruptionBudget } from './poddisruptionbudget.ts';

describe('podDisruptionBudget', () => {
  it('lets a drain take as many pods as the plan says, and those that are not ready always', () => {
    const { spec } = podDisruptionBudget(planFixture({ disruption: { maxUnavailable: 2 } }));
    expect(spec).toEqual({
      maxUnavailable: 2,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { 'fleetwright.dev/service': 'image-classification' } },
    });
  });
});
