import { describe, expect, it } from 'vitest';
import { parseInvalidMessage } from './parse-message.ts';

const HEAD =
  "problem validating schema. Check JSON formatting: jsonschema validation failed with 'file:///service-v1.json#'";

describe('parseInvalidMessage', () => {
  it('leaves out groups and puts the errors into the order of their places', () => {
    const message =
      `${HEAD} - at '/spec': validation failed   - at '/spec/ports/0': validation failed` +
      `     - at '/spec/ports/0/port': maximum: got 808,080, want 65,535` +
      `     - at '/spec/ports/0': additional properties 'prot' not allowed` +
      ` - at '/metadata': got array, want object`;
    expect(parseInvalidMessage(message)).toEqual([
      { path: '/metadata', message: 'got array, want object' },
      { path: '/spec/ports/0', message: "additional properties 'prot' not allowed" },
      { path: '/spec/ports/0/port', message: 'maximum: got 808,080, want 65,535' },
    ]);
  });

  it('keeps a combination beside what it says of its branches', () => {
    const message =
      `${HEAD} - at '/spec': 'oneOf' failed, none matched   - at '/spec': missing property 'a'` +
      `   - at '/spec': missing property 'b'`;
    expect(parseInvalidMessage(message).map(({ message: text }) => text)).toEqual([
      "'oneOf' failed, none matched",
      "missing property 'a'",
      "missing property 'b'",
    ]);
  });

  it('sorts the fields that are not allowed', () => {
    const message = `${HEAD} - at '': additional properties 'b', 'a, \\'c', 'B' not allowed`;
    expect(parseInvalidMessage(message)).toEqual([
      { path: '', message: "additional properties 'B', 'a, \\'c', 'b' not allowed" },
    ]);
  });

  it('is not misled by a value that looks like an entry', () => {
    const message = `${HEAD} - at '/spec/type': 'x - at \\'/y\\': z' does not match pattern '^a$'`;
    expect(parseInvalidMessage(message)).toEqual([
      { path: '/spec/type', message: "'x - at \\'/y\\': z' does not match pattern '^a$'" },
    ]);
  });

  it.each([
    [String.raw`/a\'b`, "/a'b"],
    [String.raw`/a"b`, '/a"b'],
    [String.raw`/a\\b\n\t\x7f`, '/a\\b\n\t\x7f'],
    [String.raw`/\u200b\U000e0001\a`, '/\u200b\u{e0001}\x07'],
    ['/example.com~1a', '/example.com~1a'],
  ])('reads the place %s', (quoted, path) => {
    expect(parseInvalidMessage(`${HEAD} - at '${quoted}': got null, want string`)).toEqual([
      { path, message: 'got null, want string' },
    ]);
  });

  it('gives a message without entries as a whole', () => {
    expect(parseInvalidMessage('something new')).toEqual([{ path: '', message: 'something new' }]);
  });

  it('takes a message of 2 MB in one pass', () => {
    const message = `${HEAD} - at '/a': '${"- at \\'".repeat(150_000)}${' '.repeat(1_000_000)}' is wrong`;
    expect(parseInvalidMessage(message)).toHaveLength(1);
  });
});
