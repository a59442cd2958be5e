import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { deriveBurnWindows, type BurnSpeed } from './burn-windows.ts';
import { formatWindow } from './window-text.ts';

const DAY = 86_400;

function windowsOf(days: number, speed: BurnSpeed, budget = 0.001): string[] {
  const plan = planFixture({
    slo: { ...planFixture().slo, window: `${days}d`, windowSeconds: days * DAY },
  });
  return deriveBurnWindows(plan, speed, budget).map(
    ({ burnRate, longSeconds, shortSeconds }) =>
      `${burnRate} over ${formatWindow(longSeconds)} and ${formatWindow(shortSeconds)}`,
  );
}

describe('burn windows', () => {
  it('are those of the SRE workbook for 30 days', () => {
    expect(windowsOf(30, 'fast')).toEqual(['14.4 over 1h and 5m', '6 over 6h and 30m']);
    expect(windowsOf(30, 'slow')).toEqual(['3 over 1d and 2h', '1 over 3d and 6h']);
  });

  it('scale with the window of the objectives', () => {
    expect(windowsOf(60, 'fast')).toEqual(['14.4 over 2h and 10m', '6 over 12h and 1h']);
    expect(windowsOf(7, 'slow')).toEqual(['3 over 336m and 28m', '1 over 1008m and 84m']);
  });

  it('stay long enough to hold more than single requests', () => {
    expect(windowsOf(7, 'fast')).toEqual(['14.4 over 15m and 5m', '6 over 84m and 7m']);
    expect(windowsOf(1, 'fast')).toEqual(['14.4 over 15m and 5m', '6 over 15m and 5m']);
  });

  it.each([
    [0.05, 'fast', ['14.4 over 1h and 5m', '6 over 6h and 30m']],
    [0.1, 'fast', ['6 over 6h and 30m']],
    [0.2, 'fast', []],
    [0.5, 'slow', ['1 over 3d and 6h']],
  ] as const)('leave out what no ratio can exceed: a budget of %d, %s', (budget, speed, expected) => {
    expect(windowsOf(30, speed, budget)).toEqual(expected);
  });
});

describe('window texts', () => {
  it.each([
    [259_200, '3d'],
    [90_000, '25h'],
    [5_400, '90m'],
    [61, '61s'],
    [0, '0s'],
  ])('are the shortest exact duration: %i s is %s', (seconds, text) => {
    expect(formatWindow(seconds)).toBe(text);
  });
});
