import { describe, expect, it } from 'vitest';
import { scalarText } from './scalar-text.ts';

describe('a scalar of a spec', () => {
  it.each([
    ['TYPE_FP32', 'TYPE_FP32'],
    ['store://models/x/1', 'store://models/x/1'],
    ['98Mi', '98Mi'],
    ['26.07', "'26.07'"],
    ['1586', "'1586'"],
    ['1e5', "'1e5'"],
    ['0b1f', "'0b1f'"],
    ['12:30', "'12:30'"],
    ['2024-01-20', "'2024-01-20'"],
    ['on', "'on'"],
    ['Null', "'Null'"],
    ['', "''"],
    ['a: b', "'a: b'"],
    ['# a', "'# a'"],
    ["it's", `"it's"`],
    [`"it's"`, `'"it''s"'`],
    ['a\\b', "'a\\b'"],
    ['a\nb', '"a\\nb"'],
    ['a\u2028b', '"a\\u2028b"'],
    [-0, '-0.0'],
    [1e-7, '1e-7'],
    [true, 'true'],
    [null, 'null'],
  ])('%j is written as %s', (value, text) => {
    expect(scalarText(value)).toBe(text);
  });
});
