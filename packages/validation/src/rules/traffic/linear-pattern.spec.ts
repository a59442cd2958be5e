import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { matchesPattern } from './linear-pattern.ts';

describe('matchesPattern', () => {
  it.each([
    ['/v2/models/chat(/versions/[0-9]+)?/infer', '/v2/models/chat/versions/12/infer', true],
    ['/v2/models/chat(/versions/[0-9]+)?/infer', '/v2/models/chat/versions//infer', false],
    ['/v2/.*', '/v2/repository/index', true],
    ['/v2', '/v2/repository', false],
    ['a{2,3}', 'aaa', true],
    ['a{2,3}', 'aaaa', false],
    ['[^/]+', 'a/b', false],
    ['[]a]', ']', true],
    ['\\d+\\.\\w*?', '12.ab', true],
    ['(?:ab|cd)*', 'abcdab', true],
    ['^a$', 'a', true],
  ])('matches %s against %s: %s', (pattern, text, expected) => {
    expect(matchesPattern(pattern, text)).toBe(expected);
  });

  it.each(['(?i)a', '(', 'a)', '[a', '*a', '\\p{Greek}', '[[:alpha:]]', 'a{1001}', '('.repeat(100)])(
    'does not judge by %s',
    (pattern) => {
      expect(matchesPattern(pattern, 'a')).toBeUndefined();
    },
  );

  it.each([
    '(a+)+b',
    '(a|a)*b',
    '((a*)*)*b',
    '(.*)*x',
    '(a?){999}a{999}',
    `${'('.repeat(40)}${'){999}'.repeat(40)}b`,
    `(${'|'.repeat(3000)}){999}b`,
  ])('needs few steps for %s', (pattern) => {
    expect(matchesPattern(pattern, 'a'.repeat(60))).not.toBe(true);
  });

  it('agrees with the engine of the language on patterns of both', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '((ab)?)');
    const part = fc.tuple(atom, fc.constantFrom('', '*', '+', '?', '{1,2}')).map(([a, b]) => a + b);
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }),
        (parts, chars) => {
          const [pattern, text] = [parts.join(''), chars.join('')];
          expect(matchesPattern(pattern, text)).toBe(new RegExp(`^(?:${pattern})$`).test(text));
        },
      ),
    );
  });
});
