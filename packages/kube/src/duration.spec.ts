import { describe, expect, it } from 'vitest';
import { formatSeconds, parseDuration } from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['20ms', 20],
    ['30s', 30_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each(['', '10', 's', '1.5s', '-1s', '1 s', '1w', '10M', '1s ', 'PT1S'])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});

describe('formatSeconds', () => {
  it('writes one unit that every reader knows', () => {
    expect(formatSeconds(600)).toBe('600s');
  });
});
