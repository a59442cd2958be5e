import { describe, expect, it } from 'vitest';
import { verifySameResources } from './same-resources.ts';

const EXPECTED = '# a/b\nkind: A\nname: x\n---\nkind: B\nlist:\n- 1\n';

describe('two texts of manifests', () => {
  it.each([
    ['in another order', '---\n# Source: f\nkind: B\nlist:\n- 1\n---\nkind: A\nname: x\n'],
    ['written differently', '{ "name": "x", "kind": "A" }\n---\nkind: B\nlist: [1]\n'],
  ])('hold the same resources %s', (_, found) => {
    expect(verifySameResources(EXPECTED, found)).toBe(2);
  });

  it.each([
    ['one is missing', 'kind: A\nname: x\n', '1 are missing, 0 unexpected'],
    ['one is there twice', `${EXPECTED}---\nkind: A\nname: x\n`, '0 are missing, 1 unexpected'],
    ['a value differs', EXPECTED.replace('x', 'y'), '1 are missing, 1 unexpected'],
  ])('do not when %s', (_, found, counts) => {
    expect(() => verifySameResources(EXPECTED, found)).toThrow(`Helm renders other resources: ${counts}.`);
  });
});
