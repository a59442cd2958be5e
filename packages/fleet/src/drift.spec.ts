import { describe, expect, it } from 'vitest';
import { describeDrift, firstDifference } from './drift.ts';

describe('firstDifference', () => {
  it.each([
    ['a\nb\n', 'a\nc\n', { line: 2, found: '"b"', expected: '"c"' }],
    ['a\n', 'a\nb\n', { line: 2, found: 'an empty line', expected: '"b"' }],
    ['a\nb\nc', 'a\nb', { line: 3, found: '"c"', expected: 'the end of the file' }],
    ['a', 'a\n', { line: 2, found: 'the end of the file', expected: 'an empty line' }],
    ['x'.repeat(70), 'y', { line: 1, found: `"${'x'.repeat(59)}…"`, expected: '"y"' }],
    [
      `${'same '.repeat(30)}old`,
      `${'same '.repeat(30)}new`,
      { line: 1, found: '"…same same same same old"', expected: '"…same same same same new"' },
    ],
  ])('of %j and %j', (found, expected, difference) => {
    expect(firstDifference(found, expected)).toEqual(difference);
  });
});

describe('describeDrift', () => {
  const place = { path: 'clusters/east/chat/triton.yaml', service: 'chat', cluster: 'east' };

  it('says which line of a changed file differs, and how', () => {
    const difference = { line: 3, found: '"replicas: 9"', expected: '"replicas: 2"' };
    expect(describeDrift({ kind: 'changed', ...place, difference })).toEqual({
      rule: 'drift/changed',
      severity: 'error',
      file: 'clusters/east/chat/triton.yaml',
      line: 3,
      service: 'chat',
      cluster: 'east',
      message: 'The file differs from what its inputs give: found "replicas: 9", expected "replicas: 2".',
      fix: 'Run: fleetwright render; what must differ belongs in the spec or in patches/',
    });
  });

  it.each([
    ['missing', 'The file is missing.', 'Run: fleetwright render'],
    [
      'unexpected',
      'Nothing generates this file any more: its service, cluster, environment, placement or area is gone.',
      'Run: fleetwright render (it deletes the file)',
    ],
  ] as const)('describes a file that is %s', (kind, message, fix) => {
    expect(describeDrift({ kind, ...place })).toMatchObject({ rule: `drift/${kind}`, message, fix });
  });
});
