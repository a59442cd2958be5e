import { describe, expect, it } from 'vitest';
import { predictCanary } from './canary-arithmetic.ts';

describe('predictCanary', () => {
  it.each([
    { replicas: 2, room: 4, weights: [100, 0], peak: 4, missing: 0 },
    { replicas: 2, room: 3, weights: [50, 50], peak: 3, missing: 1 },
    { replicas: 5, room: 8, weights: [50, 50], peak: 8, missing: 2 },
    { replicas: 5, room: 6, weights: [80, 20], peak: 6, missing: 2 },
    { replicas: 2, room: 2, weights: [100, 0], peak: 2, missing: 1 },
  ])('of $replicas replicas where $room GPUs are: $weights', ({ replicas, room, ...expected }) => {
    expect(predictCanary(replicas, { weights: [20, 50], room })).toEqual(expected);
  });
});
