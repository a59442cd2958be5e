import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildValidator } from '../build-validators.ts';
import { judgeFixture, readFixtures, WIDGETS } from './read-fixtures.ts';
import { startValidators, type Validators } from '@fleetwright/upstream-validators';

let validators: Validators;

beforeAll(async () => {
  validators = await startValidators({ core: buildValidator('core') });
}, 1_200_000);

afterAll(() => validators.close());

/** Definitions go with the fixtures' own kind alone: all others have none. */
function optionsFor(documents: readonly string[]): { crds?: readonly object[] } {
  return documents.some((text) => text.includes('kind: Widget')) ? { crds: WIDGETS } : {};
}

describe('the judges of the helper core', () => {
  const folders = ['kubernetes', 'pod-security', 'crd', 'argo-rollouts', 'prometheus'];

  it.each(folders.flatMap((folder) => readFixtures(folder)))(
    'find what is wrong: $title',
    async ({ documents, expected }) => {
      expect(expected).not.toEqual([]);
      expect(await judgeFixture(validators, documents, optionsFor(documents))).toEqual(expected);
    },
  );

  it.each(readFixtures('good'))('find nothing wrong: $title', async ({ documents, expected }) => {
    expect(expected).toEqual([]);
    expect(await judgeFixture(validators, documents, optionsFor(documents))).toEqual([]);
  });
});
