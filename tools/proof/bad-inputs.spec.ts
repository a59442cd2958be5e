import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BAD_DISKS } from './bad-inputs/disks.ts';
import { BAD_NAMES } from './bad-inputs/names.ts';
import { BAD_FILES, BAD_TEXTS } from './bad-inputs/texts.ts';
import { BAD_VALUES } from './bad-inputs/values.ts';
import { BAD_VERSIONS } from './bad-inputs/versions.ts';
import { makeWorkspace, readTree, removeWorkspace, type BadInput } from './bad-inputs/workbench.ts';

const GROUPS: Record<string, readonly BadInput[]> = {
  'nx generate model-service': BAD_NAMES,
  'fleetwright render, of texts': BAD_TEXTS,
  'fleetwright render and validate, of files': BAD_FILES,
  'fleetwright render, on a disk': BAD_DISKS,
  'fleetwright render and validate, of values': BAD_VALUES,
  'fleetwright render --check and review': BAD_VERSIONS,
};

const ROWS = 77;

let root = '';
beforeEach(() => {
  root = makeWorkspace();
});
afterEach(() => removeWorkspace(root));

describe.each(Object.entries(GROUPS))('%s', (_, inputs) => {
  it.each(inputs)('$row: $title', async ({ act, exit, says, mayChange, after }) => {
    const before = readTree(root);
    expect(await act(root)).toEqual({ exit, says });
    const now = readTree(root);
    const changed = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
      (path) => before[path] !== now[path] && mayChange?.test(path) !== true,
    );
    expect(changed).toEqual([]);
    after?.(root);
  });
});

it('every row of the list has its test', () => {
  const rows = new Set(Object.values(GROUPS).flatMap((inputs) => inputs.map(({ row }) => row)));
  expect([...rows].sort((left, right) => left - right)).toEqual(
    Array.from({ length: ROWS }, (_, index) => index + 1),
  );
});
