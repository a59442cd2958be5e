import { parseDuration, parseQuantity } from '@fleetwright/kube';
import type { Problem } from '../problem.ts';

const LONGEST_DURATION = 365 * 86_400_000;

/** Refuses a duration of zero, and one that no field of seconds could mean. */
export function durationProblems(text: string | null | undefined, pointer: string): Problem[] {
  const milliseconds = text === undefined || text === null ? undefined : parseDuration(text);
  if (milliseconds === undefined || (milliseconds > 0 && milliseconds <= LONGEST_DURATION)) return [];
  return [
    {
      rule: 'input/amount',
      pointer,
      message: `${pointer} is "${text}"; expected a duration above zero and of at most 365 days.`,
      fix: 'Write the real duration, or remove the field.',
    },
  ];
}

/** Refuses a quantity of zero, and one too large to be counted exactly. */
export function quantityProblems(text: string | null | undefined, pointer: string): Problem[] {
  const amount = text === undefined || text === null ? 1 : parseQuantity(text);
  if (amount === undefined || (amount > 0 && amount <= Number.MAX_SAFE_INTEGER)) return [];
  return [
    {
      rule: 'input/amount',
      pointer,
      message: `${pointer} is "${text}"; expected an amount above zero and below 8Pi.`,
      fix: 'Write the real amount, or remove the field.',
    },
  ];
}
