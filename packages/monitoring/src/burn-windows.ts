import type { ServingPlan } from '@fleetwright/plan';
import { RECORD_RANGE_SECONDS } from './slo-records.ts';

/** One pair of windows over which an error budget may burn too fast. */
export interface BurnWindow {
  longSeconds: number;
  /** Ends the alert soon after the burning ends. */
  shortSeconds: number;
  /** How many times faster than the objective allows. */
  burnRate: number;
}

/** Whether a budget burns so fast that somebody must act now. */
export type BurnSpeed = 'fast' | 'slow';

/**
 * The pairs of Google's SRE workbook for 30 days (1 h, 6 h, 1 d, 3 d), as shares of the window, so that a pair
 * stands for the same part of the budget in every window: 2 %, 5 %, 10 % and 10 %.
 * https://sre.google/workbook/alerting-on-slos/
 */
const PAIRS: Record<BurnSpeed, readonly { burnRate: number; windowPart: number }[]> = {
  fast: [
    { burnRate: 14.4, windowPart: 1 / 720 },
    { burnRate: 6, windowPart: 1 / 120 },
  ],
  slow: [
    { burnRate: 3, windowPart: 1 / 30 },
    { burnRate: 1, windowPart: 1 / 10 },
  ],
};

/** The short window is this part of the long one. */
const SHORT_PART = 1 / 12;

/** Shorter long windows would alert on single requests. */
const SHORTEST_LONG_SECONDS = 15 * 60;

/** The windows of an objective. A pair whose threshold no ratio can exceed is left out. */
export function deriveBurnWindows(plan: ServingPlan, speed: BurnSpeed, budget: number): BurnWindow[] {
  return PAIRS[speed]
    .filter(({ burnRate }) => burnRate * budget < 1)
    .map(({ burnRate, windowPart }) => {
      const longSeconds = wholeMinutes(plan.slo.windowSeconds * windowPart, SHORTEST_LONG_SECONDS);
      const shortSeconds = wholeMinutes(longSeconds * SHORT_PART, RECORD_RANGE_SECONDS);
      return { longSeconds, shortSeconds, burnRate };
    });
}

function wholeMinutes(seconds: number, least: number): number {
  return Math.max(least, Math.round(seconds / 60) * 60);
}
