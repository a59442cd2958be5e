import { describe, expect, it } from 'vitest';
import {
  appendPointer,
  compareFindings,
  countFindings,
  nearestName,
  parsePointer,
  type Finding,
} from './index.ts';

const finding = (overrides: Partial<Finding>): Finding => ({
  rule: 'input/a',
  severity: 'error',
  message: 'm',
  ...overrides,
});

describe('compareFindings', () => {
  it('orders by file, place, rule and message', () => {
    const ordered = [
      finding({}),
      finding({ file: 'a', line: 1, column: 2 }),
      finding({ file: 'a', line: 1, column: 3 }),
      finding({ file: 'a', line: 10, column: 1 }),
      finding({ file: 'a', line: 10, column: 1, rule: 'input/b' }),
      finding({ file: 'a', line: 10, column: 1, rule: 'input/b', message: 'n' }),
      finding({ file: 'b', line: 1, column: 1 }),
    ];
    expect(ordered.toReversed().sort(compareFindings)).toEqual(ordered);
  });
});

describe('countFindings', () => {
  it('counts by severity and leaves waived ones out', () => {
    expect(
      countFindings([
        finding({}),
        finding({ waiver: 'accepted' }),
        finding({ severity: 'warning' }),
        finding({ severity: 'info' }),
      ]),
    ).toEqual({ errors: 1, warnings: 1, infos: 1 });
  });
});

describe('pointers', () => {
  it('escape slashes and tildes, and are read back', () => {
    const segments = ['a/b', 'c~d', '', '0', '~1'];
    const pointer = segments.reduce(appendPointer, '');
    expect(pointer).toBe('/a~1b/c~0d//0/~01');
    expect(parsePointer(pointer)).toEqual(segments);
    expect(appendPointer('/a', 'b/c')).toBe('/a/b~1c');
  });

  it('are empty for the whole document', () => {
    expect(parsePointer('')).toEqual([]);
  });
});

describe('nearestName', () => {
  const names = ['minReplicas', 'maxReplicas', 'metric'];

  it.each(['minReplica', 'min_replicas', 'MinReplicas', 'mniReplicas', 'minreplicas'])(
    'finds minReplicas for %s',
    (typo) => {
      expect(nearestName(typo, names)).toBe('minReplicas');
    },
  );

  it.each(['replicas-of-mine', 'x', '', 'a'.repeat(100_000)])(
    'has no suggestion for what is not close',
    (typo) => {
      expect(nearestName(typo, names)).toBeUndefined();
    },
  );
});
