import type { UnnumberedRisk } from '../describe-risks.ts';
import type { UnpromotedChange } from '../review.ts';

/** What reaches an environment that is promoted to by another way. */
export function withoutPromotion(unpromoted: readonly UnpromotedChange[]): UnnumberedRisk[] {
  return unpromoted.map(({ environment, changes, places, reason }) => ({
    rule: 'without-promotion',
    severity: 'medium',
    title: `${environment} changes without a promotion: ${reason}`,
    why: 'What promotions protect it from reaches it at once: nothing ran this before.',
    advice: 'Merge it for the earlier environments first, and this one when they have run it.',
    changes,
    places,
  }));
}
