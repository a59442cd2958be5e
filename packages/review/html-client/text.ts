import type { RiskSeverity } from '../src/review.ts';

/** `1,500 objects`, and `1 object`. */
export function countNoun(amount: number, noun: string): string {
  return `${formatNumber(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** With a comma between thousands, whatever the language of the browser. */
export function formatNumber(amount: number): string {
  // eslint-disable-next-line regexp/no-super-linear-move -- a number has few digits
  return String(amount).replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
}

/** `+4`, `−4`, or nothing. */
export function formatSigned(change: number): string {
  return change === 0 ? '' : change > 0 ? `+${formatNumber(change)}` : `−${formatNumber(-change)}`;
}

/** `90 s`, `10 min`, `2 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds >= 3600 && seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

/** Severities from the worst. */
export const SEVERITIES: readonly RiskSeverity[] = ['high', 'medium', 'low'];

/** The worst of several, or none. */
export function worstOf(severities: Iterable<RiskSeverity | undefined>): RiskSeverity | undefined {
  const all = new Set(severities);
  return SEVERITIES.find((severity) => all.has(severity));
}
