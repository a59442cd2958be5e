import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareRows } from './share-rows.ts';

const wish = (wanted: number, least: number) => ({ wanted, least });

describe('rows of the summary', () => {
  it.each([
    ['all get what they want when there is room', [wish(2, 7), wish(0, 6)], 18, [2, 0]],
    ['each gets its least', [wish(50, 7), wish(50, 6), wish(50, 5)], 18, [7, 6, 5]],
    ['what one leaves goes to the others', [wish(50, 7), wish(1, 6), wish(50, 5)], 18, [10, 1, 7]],
  ])('%s', (_, demands, total, shares) => {
    expect(shareRows(demands, total)).toEqual(shares);
  });

  it('are never more than there are, nor more than are wanted', () => {
    const demand = fc.record({ wanted: fc.nat(60), least: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(demand, { maxLength: 3 }), (demands) => {
        const shares = shareRows(demands, 18);
        expect(shares.reduce((sum, rows) => sum + rows, 0)).toBeLessThanOrEqual(18);
        shares.forEach((rows, index) => expect(rows).toBeLessThanOrEqual(demands[index]!.wanted));
      }),
    );
  });
});
