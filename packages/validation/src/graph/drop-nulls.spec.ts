import { describe, expect, it } from 'vitest';
import { dropNulls } from './drop-nulls.ts';

describe('dropNulls', () => {
  it('takes away fields without a value, however deep', () => {
    const value = { spec: { ingress: [{ from: null, ports: [{ port: 80, name: null }] }], egress: null } };
    expect(dropNulls(value)).toEqual({ spec: { ingress: [{ ports: [{ port: 80 }] }] } });
    expect(value.spec.egress).toBeNull();
  });

  it('keeps the items of lists in their places', () => {
    expect(dropNulls({ args: ['a', null, 'b'] })).toEqual({ args: ['a', null, 'b'] });
  });

  it('gives back the very value where nothing is null', () => {
    const value = { a: [{ b: 0, c: '', d: false }] };
    expect(dropNulls(value)).toBe(value);
  });
});
