import { describe, expect, it } from 'vitest';
import { predictRollout } from './predict-rollout.ts';

const STEPS = [
  { label: 'steady', stable: 2, canary: 0, terminating: 0 },
  { label: '20 %', stable: 2, canary: 1, terminating: 0 },
  { label: '50 %', stable: 2, canary: 1, terminating: 0 },
  { label: 'promoted', stable: 2, canary: 2, terminating: 1 },
];

describe('predictRollout', () => {
  it.each([
    { room: 5, weights: [100, 0], peak: 5, missing: 0 },
    { room: 4, weights: [50, 50], peak: 4, missing: 1 },
    { room: 3, weights: [50, 50], peak: 3, missing: 2 },
    { room: 2, weights: [100, 0], peak: 2, missing: 1 },
  ])('with room for $room: $weights', ({ room, ...expected }) => {
    expect(predictRollout(STEPS, room)).toEqual(expected);
  });
});
