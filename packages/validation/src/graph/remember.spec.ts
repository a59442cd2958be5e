import { describe, expect, it } from 'vitest';
import { rememberObjects, rememberTexts } from './remember.ts';

describe('rememberTexts', () => {
  it('makes the result of a text once, also where it is undefined', () => {
    const made: string[] = [];
    const find = rememberTexts((text) => {
      made.push(text);
      return text === 'a' ? 1 : undefined;
    });
    expect(['a', 'b', 'a', 'b'].map(find)).toEqual([1, undefined, 1, undefined]);
    expect(made).toEqual(['a', 'b']);
  });

  it('does not grow without bound', () => {
    let made = 0;
    const count = rememberTexts(() => ++made);
    for (let round = 0; round < 2; round++) for (let index = 0; index < 2000; index++) count(String(index));
    expect(made).toBe(4000);
  });
});

it('rememberObjects makes the result of an object once, also where it is undefined', () => {
  const made: object[] = [];
  const find = rememberObjects((key: object) => void made.push(key));
  const [first, second] = [{}, {}];
  for (const key of [first, second, first, second]) expect(find(key)).toBeUndefined();
  expect(made).toEqual([first, second]);
  expect(made[0]).toBe(first);
});
