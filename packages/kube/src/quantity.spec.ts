import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatDecimal, parseQuantity } from './quantity.ts';

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['2', 2],
    ['500m', 0.5],
    ['1.5', 1.5],
    ['4Gi', 4 * 2 ** 30],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['128M', 128e6],
    ['1k', 1000],
    ['1Ti', 2 ** 40],
  ])('reads %s', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it.each(['', 'Gi', '1.5.Gi', '32Gib', '-1', '1e3', '1 Gi', 'NaN', '1Kib', '0x10', '1,5'])(
    'refuses %j',
    (text) => {
      expect(parseQuantity(text)).toBeUndefined();
    },
  );
});

describe('formatDecimal', () => {
  it.each([
    [0, '0'],
    [20, '20'],
    [0.5, '500m'],
    [1.5, '1500m'],
    [0.0001, '100u'],
    [1000, '1k'],
    [1500, '1500'],
    [2_000_000, '2M'],
  ])('writes %d as %s', (value, text) => {
    expect(formatDecimal(value)).toBe(text);
  });

  it('loses nothing of a thousandth', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1e9 }), (thousandths) => {
        expect(parseQuantity(formatDecimal(thousandths / 1000))).toBeCloseTo(thousandths / 1000, 9);
      }),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0'],
    [1000, '1000'],
    [2 ** 30, '1Gi'],
    [1536 * 2 ** 20, '1536Mi'],
    [0.5, '1'],
  ])('writes %d as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('loses nothing and is already canonical', () => {
    fc.assert(
      fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (bytes) => {
        const text = formatBytes(bytes);
        expect(parseQuantity(text)).toBe(bytes);
        expect(formatBytes(parseQuantity(text)!)).toBe(text);
      }),
    );
  });
});
