import { describe, expect, it } from 'vitest';
import type { Places } from '../review.ts';
import { isRisky } from './is-risky.ts';
import { withoutPromotion } from './without-promotion.ts';

const PLACES: Places = { expression: 'one', count: 1, clusters: [], folders: [], production: true };

describe('the risk without-promotion', () => {
  it('is each way on which something else than a promotion reaches an environment', () => {
    const risks = withoutPromotion([
      { environment: 'production', changes: ['c1'], places: PLACES, reason: 'the builders changed' },
    ]);
    expect(risks).toMatchObject([
      {
        severity: 'medium',
        title: 'production changes without a promotion: the builders changed',
        changes: ['c1'],
        places: PLACES,
      },
    ]);
  });

  it('is not there where everything was promoted', () => {
    expect(withoutPromotion([])).toEqual([]);
  });
});

describe('isRisky', () => {
  it.each([
    ['high', true],
    ['medium', true],
    ['low', false],
  ] as const)('says of %s: %s', (severity, expected) => {
    expect(isRisky({ severity })).toBe(expected);
  });
});
