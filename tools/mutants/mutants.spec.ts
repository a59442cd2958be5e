import { describe, expect, it } from 'vitest';
import { judgeByRules } from './judge-by-rules.ts';
import { listMutants } from './mutant.ts';
import { selectMutants, type PlacedMutant } from './select-mutants.ts';

const SAMPLE = 300;

/** What schemas and rules notice alone; the judges, which `npm run mutants` asks as well, notice a fiftieth more. */
const BAR_OF_RULES = 0.9;

/** A sample that is the same each time; another seed gives another one. */
function sample(mutants: readonly PlacedMutant[], seed: number): PlacedMutant[] {
  let state = seed;
  const next = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31);
  return mutants
    .map((mutant) => ({ mutant, rank: next() }))
    .sort((left, right) => left.rank - right.rank)
    .slice(0, SAMPLE)
    .map(({ mutant }) => mutant);
}

describe('a mutant', () => {
  it('is made of each key and of each scalar that must agree with another', () => {
    const object = {
      kind: 'Service',
      metadata: { name: 'chat', labels: { team: 'ml' } },
      spec: { clusterIP: 'None', ports: [{ name: 'http', port: 80 }] },
    };
    expect(
      [...listMutants(object, ['chat'])].map(({ mutation, pattern }) => `${mutation} ${pattern}`),
    ).toEqual([
      'delete /kind',
      'rename /kind',
      'delete /metadata',
      'rename /metadata',
      'delete /metadata/name',
      'rename /metadata/name',
      'change /metadata/name',
      'delete /metadata/labels',
      'rename /metadata/labels',
      'delete /metadata/labels/team',
      'rename /metadata/labels/team',
      'change /metadata/labels/team',
      'delete /spec',
      'rename /spec',
      'delete /spec/clusterIP',
      'rename /spec/clusterIP',
      'delete /spec/ports',
      'rename /spec/ports',
      'delete /spec/ports/[http]/name',
      'rename /spec/ports/[http]/name',
      'change /spec/ports/[http]/name',
      'delete /spec/ports/[http]/port',
      'rename /spec/ports/[http]/port',
      'change /spec/ports/[http]/port',
    ]);
  });

  it('leaves the object that it is made of as it is', () => {
    const object = { metadata: { name: 'chat' } };
    const changed = [...listMutants(object, [])].map(({ apply }) => JSON.stringify(apply(object)));
    expect(changed).toEqual([
      '{}',
      '{"metadatax":{"name":"chat"}}',
      '{"metadata":{}}',
      '{"metadata":{"namex":"chat"}}',
      '{"metadata":{"name":"chatx"}}',
    ]);
    expect(object).toEqual({ metadata: { name: 'chat' } });
  });
});

it('of a sample of mutants nine in ten are noticed by schemas and rules alone', () => {
  const mutants = sample(selectMutants().mutants, 7);
  const survivors = mutants.filter((mutant) => judgeByRules(mutant) === undefined);
  expect((mutants.length - survivors.length) / mutants.length).toBeGreaterThanOrEqual(BAR_OF_RULES);
});
