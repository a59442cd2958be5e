import type { Risk } from '../review.ts';

/** Whether a risk is more than worth knowing. */
export function isRisky({ severity }: Pick<Risk, 'severity'>): boolean {
  return severity !== 'low';
}
