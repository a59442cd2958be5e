import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildValidator } from '../build-validators.ts';
import { judgeFixture, readFixtures } from './read-fixtures.ts';
import { startValidators, type Validators } from '@fleetwright/upstream-validators';

let validators: Validators;

beforeAll(async () => {
  validators = await startValidators({ istio: buildValidator('istio') });
}, 1_800_000);

afterAll(() => validators.close());

describe('the judges of the helper istio', () => {
  it('names its judges and whose code they are', () => {
    expect(validators.judges).toEqual(['istio', 'istio-analysis']);
    expect(validators.versions).toEqual({ istio: 'v0.0.0-20260827124520-eed52ebb66ad' });
  });

  it.each(['istio', 'istio-analysis'].flatMap((folder) => readFixtures(folder)))(
    'find what is wrong: $title',
    async ({ documents, expected }) => {
      expect(expected).not.toEqual([]);
      expect(await judgeFixture(validators, documents)).toEqual(expected);
    },
  );

  it.each(['good-istio', 'good'].flatMap((folder) => readFixtures(folder)))(
    'find nothing wrong: $title',
    async ({ documents, expected }) => {
      expect(expected).toEqual([]);
      expect(await judgeFixture(validators, documents)).toEqual([]);
    },
  );

  it('takes a gateway beside the set into account without judging it', async () => {
    const all = readFixtures('good-istio').find(({ title }) => title.includes('all-around'))!.documents;
    const [service, ...others] = all;
    expect(await validators.validate([service!], { asSet: true })).not.toEqual([]);
    expect(await validators.validate([service!], { asSet: true, neighbours: others })).toEqual([]);
  });

  it('judges a thousand documents in a row', async () => {
    const [good] = readFixtures('good-istio').find(({ title }) =>
      title.endsWith('destination-rule'),
    )!.documents;
    const bad = good!.replace('host: server', 'host: ""');
    const documents = Array.from({ length: 1000 }, (_, index) => (index % 500 === 499 ? bad : good!));
    const findings = await validators.validate(documents, { judges: ['istio'] });
    expect(findings.map(({ index, message }) => [index, message])).toEqual(
      [499, 999].map((index) => [index, 'empty domain name not allowed']),
    );
  });

  it('says nothing about documents that are no set but to the webhook', async () => {
    const [gateway] = readFixtures('istio-analysis').find(({ title }) =>
      title.includes('gateway-of-no'),
    )!.documents;
    expect(await validators.validate([gateway!])).toEqual([]);
  });
});
