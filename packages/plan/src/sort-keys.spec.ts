import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortKeys } from './sort-keys.ts';

describe('sortKeys', () => {
  it('orders keys by code unit at every depth and leaves lists alone', () => {
    const value = { b: [{ d: 1, c: 2 }, 'z', 'a'], a: { f: null, Z: true }, B: 3 };
    expect(JSON.stringify(sortKeys(value))).toBe(
      '{"B":3,"a":{"Z":true,"f":null},"b":[{"c":2,"d":1},"z","a"]}',
    );
  });

  it('changes no value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sortKeys(value)).toEqual(value);
      }),
    );
  });

  it('keeps a key that is special in JavaScript', () => {
    const value = JSON.parse('{"b":1,"__proto__":{"a":2}}') as unknown;
    expect(JSON.stringify(sortKeys(value))).toBe('{"__proto__":{"a":2},"b":1}');
  });
});
