import { describe, expect, it } from 'vitest';
import { parsePromql, splitLiterals, type Promql } from './promql.ts';

function read(text: string): Promql {
  const parsed = parsePromql(splitLiterals(text));
  if (parsed === undefined || 'errorAt' in parsed) throw new Error(`No PromQL: ${text}`);
  return parsed.query;
}

describe('parsePromql', () => {
  it('reads selectors, the calls around them, and whether they divide', () => {
    expect(read('sum by (a) (rate(x{b="c",d=~\'e|f\'}[5m])) / (count(y) > 0)').selectors).toEqual([
      {
        metric: 'x',
        matchers: [
          { label: 'b', op: '=', value: 'c' },
          { label: 'd', op: '=~', value: 'e|f' },
        ],
        calls: ['rate', 'sum'],
        divides: false,
      },
      { metric: 'y', matchers: [], calls: ['count'], divides: true },
    ]);
  });

  it.each(['x', '{__name__="x"}', '{"x"}', 'x offset 5m', 'x @ end()'])('reads the metric of %s', (text) => {
    expect(read(text).selectors.map(({ metric }) => metric)).toEqual(['x']);
  });

  it('gives each query its own literals, also where the rest is the same', () => {
    const values = ['x{a="1"}', 'x{a="2"}'].map((text) => read(text).selectors[0]!.matchers[0]!.value);
    expect(values).toEqual(['1', '2']);
  });

  it.each([
    ['a / b', true],
    ['(a / b) / 1000 or 0 * c', true],
    ['a / b > 0.1 and c > 5', true],
    ['a / 1000', false],
    ['a', false],
    ['sum(a / b)', false],
  ])('says whether the value of %s is a ratio: %s', (text, expected) => {
    expect(read(text).isRatio).toBe(expected);
  });

  it.each([
    ['a / rate(b[1m])', true],
    ['a / (rate(b[1m]) > 0)', false],
    ['a / clamp_min(rate(b[1m]), 1)', false],
    ['a / (rate(b[1m]) or vector(1))', false],
    ['a / b', false],
    ['rate(a[1m]) / 1000', false],
  ])('says whether a divisor of %s may be zero: %s', (text, expected) => {
    expect(read(text).hasZeroDivisor).toBe(expected);
  });

  it.each([
    ['a and b > 5', true],
    ['a unless b < 5', true],
    ['a / (b > 0)', false],
    ['a and b', false],
  ])('says whether %s has a value only under a condition: %s', (text, expected) => {
    expect(read(text).isGated).toBe(expected);
  });

  it('says where a text stops being a query', () => {
    expect(parsePromql(splitLiterals('sum(rate(x[5m])'))).toEqual({ errorAt: 15 });
  });
});

describe('hostile texts', () => {
  it.each([
    ['parentheses', '('.repeat(100_000)],
    ['quotation marks', `"\\`.repeat(50_000)],
    ['functions within functions', `${'abs('.repeat(4_000)}x${')'.repeat(4_000)}`],
    ['sums', 'x+'.repeat(9_000)],
    ['matchers', `x{${'a="b",'.repeat(3_000)}}`],
  ])('of many %s are read, or left, in no time', (_case, text) => {
    const start = performance.now();
    parsePromql(splitLiterals(text));
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('that are long are left to others', () => {
    expect(parsePromql(splitLiterals(`x${' '.repeat(30_000)}`))).toBeUndefined();
  });
});
