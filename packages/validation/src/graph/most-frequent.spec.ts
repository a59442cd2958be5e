import { expect, it } from 'vitest';
import { mostFrequent } from './most-frequent.ts';

it.each<[readonly (string | undefined)[], string | undefined]>([
  [[], undefined],
  [['a', 'b', 'b'], 'b'],
  [[undefined, undefined, 'a'], undefined],
  [[undefined, 'a'], 'a'],
  [['b', 'a'], 'b'],
])('of %j the most frequent is %s', (values, expected) => {
  expect(mostFrequent(values)).toBe(expected);
});
