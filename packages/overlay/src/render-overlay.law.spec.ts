import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { renderTexts, type PlacementTexts } from './testing/render-texts.ts';
import { shuffleKeys } from './testing/shuffle-keys.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

interface Case {
  name: string;
  service: string;
  cluster: string;
  /** Parsed inputs by role. */
  inputs: Record<keyof PlacementTexts, unknown>;
}

// The first placement of each golden case: together they use every part of the inputs.
const cases = readdirSync(FIXTURES).map(readCase);

function readCase(name: string): Case {
  const input = join(FIXTURES, name, 'input');
  const [service = ''] = readdirSync(join(input, 'apps'));
  const [cluster = ''] = readdirSync(join(input, 'clusters'));
  const read = (path: string) => load(readFileSync(join(input, path), 'utf8'));
  return {
    name,
    service,
    cluster,
    inputs: {
      service: read(`apps/${service}/model-service.yaml`),
      environment: read('environments/production/environment.yaml'),
      images: read('environments/production/images.yaml'),
      cluster: read(`clusters/${cluster}/cluster.yaml`),
    },
  };
}

// JSON is YAML, and keeps the order of keys that it is given.
function render({ service, cluster }: Case, inputs: Case['inputs']) {
  const texts = Object.entries(inputs).map(([role, value]) => [role, JSON.stringify(value, null, 1)]);
  const { files, findings } = renderTexts(Object.fromEntries(texts) as PlacementTexts, { service, cluster });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return files;
}

describe('a render', () => {
  it('gives the same bytes whatever the order of keys in the files', () => {
    const once = new Map(cases.map((placement) => [placement, render(placement, placement.inputs)]));
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.integer({ min: 1 }), (placement, seed) => {
        const shuffled = shuffleKeys(placement.inputs, seed) as Case['inputs'];
        expect(render(placement, shuffled), placement.name).toEqual(once.get(placement));
      }),
      { numRuns: 250, seed: 20_261 },
    );
  });

  it('gives the same bytes when it is done again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), (placement) => {
        expect(render(placement, placement.inputs)).toEqual(render(placement, placement.inputs));
      }),
      { numRuns: 200, seed: 20_262 },
    );
  });
});

describe('shuffleKeys', () => {
  it('changes the order of keys, and nothing else', () => {
    const value = { a: 1, b: { c: [{ d: 1, e: 2 }, 3], f: 4 }, g: 5 };
    const orders = [1, 2, 3, 4, 5].map((seed) => JSON.stringify(shuffleKeys(value, seed)));
    expect(new Set(orders).size).toBeGreaterThan(2);
    for (const order of orders) expect(JSON.parse(order)).toEqual(value);
  });
});
