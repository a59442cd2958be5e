import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from './json-text.ts';

describe('JSON text', () => {
  it('is the same value when it is read', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(formatJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('puts innermost objects on one line however long, and others where they are short', () => {
    const long = 'x'.repeat(200);
    expect(formatJson({ a: { b: { c: 1 } }, list: [{ expr: long, id: 'A' }] })).toBe(
      `{\n  "a": {"b":{"c":1}},\n  "list": [\n    {"expr":"${long}","id":"A"}\n  ]\n}`,
    );
  });

  it('writes empty containers and escapes', () => {
    expect(formatJson({ a: [], b: {}, c: 'say "hi"\n' })).toBe('{"a":[],"b":{},"c":"say \\"hi\\"\\n"}');
  });
});
