import { parseDuration, parseQuantity } from '@fleetwright/kube';
import type { Problem } from '../problem.ts';

/** Refuses a duration of zero. */
export function durationProblems(text: string | null | undefined, pointer: string): Problem[] {
  if (text === undefined || text === null || parseDuration(text) !== 0) return [];
  return [
    {
      rule: 'input/amount',
      pointer,
      message: `${pointer} is "${text}"; expected a duration above zero.`,
      fix: 'Write a longer duration, or remove the field.',
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
