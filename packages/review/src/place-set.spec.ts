import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describePlaces, expandProducts, factorPlaces, universeOf } from './place-set.ts';
import { unitOf, type Unit } from './unit.ts';

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
const GRID = names('cluster', 3).flatMap((cluster) =>
  names('svc', 20).map((service) => unitOf(`clusters/${cluster}/${service}`)),
);
const UNIVERSE = universeOf(GRID);

function expressionOf(units: readonly Unit[]): string {
  return describePlaces(units, UNIVERSE, () => false).expression;
}

const on = (...clusters: string[]) => GRID.filter(({ cluster }) => clusters.includes(cluster!));
const without = (units: readonly Unit[], ...left: string[]) =>
  units.filter(({ cluster, service }) => !left.includes(`${cluster}/${service}`) && !left.includes(service!));

describe('places', () => {
  it.each([
    ['all 3 clusters × all 20 services', GRID],
    ['all 3 clusters × all 20 services except svc-7', without(GRID, 'svc-7')],
    ['all 3 clusters × all 20 services except svc-7 on cluster-2', without(GRID, 'cluster-2/svc-7')],
    ['cluster-1, cluster-2 × all 20 services', on('cluster-1', 'cluster-2')],
    ['cluster-1 × svc-1, svc-2', on('cluster-1').slice(0, 2)],
    [
      'cluster-1 × 10 of 20 services (svc-1, svc-10, svc-11, … svc-18)',
      on('cluster-1')
        .filter((_, index) => index === 0 || index > 8)
        .slice(0, 10),
    ],
    ['environments/production/argocd', [unitOf('environments/production/argocd')]],
    ['cluster-1 × svc-1; environments/dev/argocd', [GRID[0]!, unitOf('environments/dev/argocd')]],
    ['the top folder', [unitOf('')]],
    ['', []],
  ])('are written as %j', (expression, units) => {
    expect(expressionOf(units)).toBe(expression);
  });

  it('are written cluster by cluster where that is shorter', () => {
    const units = [...on('cluster-1').slice(0, 3), ...on('cluster-2').slice(10, 16)];
    expect(expressionOf(units)).toBe(
      'cluster-1 × svc-1, svc-2, svc-3; cluster-2 × svc-11, svc-12, svc-13, svc-14, svc-15, svc-16',
    );
  });

  it('name the platform folder apart from the services', () => {
    const platform = unitOf('clusters/cluster-1/platform');
    const units = [platform, ...on('cluster-1')];
    expect(describePlaces(units, universeOf([...GRID, platform]), () => false).expression).toBe(
      'cluster-1 × all 20 services and the platform folder',
    );
  });

  it('expand to exactly what they stand for', () => {
    const universe = fc.uniqueArray(
      fc.tuple(fc.constantFrom(...names('c', 5)), fc.constantFrom(...names('s', 9))),
      {
        selector: ([cluster, service]) => `${cluster}/${service}`,
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(
        universe.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all))),
        ([all, some]) => {
          const toUniverse = (pairs: [string, string][]) =>
            universeOf(pairs.map(([cluster, service]) => unitOf(`clusters/${cluster}/${service}`)));
          const [whole, part] = [toUniverse(all), toUniverse(some)];
          expect(new Map([...expandProducts(factorPlaces(part, whole), whole)].sort())).toEqual(part);
        },
      ),
      { numRuns: 500, seed: 4 },
    );
  });
});
