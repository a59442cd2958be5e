import { describe, expect, it } from 'vitest';
import type { FleetFacts, WaiverEntry } from '../fleet-facts.ts';
import type { Places } from '../review.ts';
import { waiversAdded } from './waiver-added.ts';

const PLACES: Places = { expression: 'one', count: 1, clusters: [], folders: [], production: false };

function factsWith(waivers: readonly WaiverEntry[]): FleetFacts {
  const environment = { namespace: undefined, promotedFrom: undefined, waves: [], waivers };
  return { clusters: new Map(), environments: new Map([['production', environment]]) };
}

function risksOf(base: readonly WaiverEntry[], head: readonly WaiverEntry[]) {
  const risks = waiversAdded(factsWith(base), factsWith(head), () => PLACES);
  return risks.map(({ severity, title, why, file }) => [severity, title, why, file]);
}

const WAIVER: WaiverEntry = { rule: 'capacity/pool', reason: 'tests', expires: '2027-03-31' };

describe('the risk waiver-added', () => {
  it('is an exception that comes, with its reason and last day', () => {
    expect(risksOf([], [WAIVER])).toEqual([
      [
        'medium',
        'production no longer minds capacity/pool until 2027-03-31',
        'What the rule guards against is accepted: tests',
        'environments/production/environment.yaml',
      ],
    ]);
  });

  it('is an exception that is prolonged or says less', () => {
    const head = [
      { ...WAIVER, expires: '2028-03-31' },
      { rule: 'a/b', service: 's', cluster: 'c' },
    ];
    expect(risksOf([WAIVER], head).map(([, title]) => title)).toEqual([
      'production no longer minds capacity/pool until 2028-03-31',
      'production no longer minds a/b of s on c until never',
    ]);
  });

  it('is not an exception that stays, moves or goes', () => {
    const other = { rule: 'a/b' };
    expect(risksOf([WAIVER, other], [other, WAIVER])).toEqual([]);
    expect(risksOf([WAIVER, other], [other])).toEqual([]);
  });
});
