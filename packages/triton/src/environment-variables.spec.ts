import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentVariables, escapeExpansion } from './environment-variables.ts';

// What kubelet does to command, args and env, by the rules of its documentation: `$$` is a dollar sign, `$(NAME)` the
// value of a variable or, if there is none, itself; any other dollar sign stands for itself.
function expand(text: string, variables: Record<string, string>): string {
  return text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (variables[name] ?? whole),
  );
}

describe('escapeExpansion', () => {
  it.each([
    ['plain', 'plain'],
    ['$HOME costs $5', '$HOME costs $5'],
    ['$(HOME)', '$$(HOME)'],
    ['$$', '$$$'],
    ['$$(HOME)', '$$$$(HOME)'],
    ['ends with $', 'ends with $'],
  ])('writes %s as %s', (text, escaped) => {
    expect(escapeExpansion(text)).toBe(escaped);
  });

  it('reaches the container unchanged, whatever the text is', () => {
    const text = fc.string({ unit: fc.constantFrom('$', '(', ')', 'A', ' ') });
    fc.assert(
      fc.property(text, (original) => {
        expect(expand(escapeExpansion(original), { A: 'replaced', '': 'replaced' })).toBe(original);
      }),
    );
  });
});

describe('environmentVariables', () => {
  it('keeps the order of the keys and escapes the values', () => {
    expect(environmentVariables({ B: 'x', A: '$(B)' })).toEqual([
      { name: 'B', value: 'x' },
      { name: 'A', value: '$$(B)' },
    ]);
  });
});
