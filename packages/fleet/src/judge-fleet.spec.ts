import { describe, expect, it } from 'vitest';
import { digestFacts } from './judge-fleet.ts';
import type { FleetInputs } from './read-workspace.ts';

const input = (text: string) => ({ path: 'a.yaml', text });

const fleet = ({ east = 'east', west = 'west', production = 'production' } = {}): FleetInputs => ({
  services: new Map(),
  clusters: new Map([
    ['east', input(east)],
    ['west', input(west)],
  ]),
  environments: new Map([['production', { environment: input(production), images: input('') }]]),
  findings: [],
});

describe('the digest of what is known besides manifests', () => {
  it('of a cluster changes with its file and those of environments, not with another cluster', () => {
    const digest = digestFacts(fleet(), 'east');
    expect(digestFacts(fleet({ west: 'changed' }), 'east')).toBe(digest);
    expect(digestFacts(fleet({ east: 'changed' }), 'east')).not.toBe(digest);
    expect(digestFacts(fleet({ production: 'changed' }), 'east')).not.toBe(digest);
  });

  it('of what belongs to no cluster changes with each of them', () => {
    const digest = digestFacts(fleet(), '');
    expect(digestFacts(fleet({ east: 'changed' }), '')).not.toBe(digest);
    expect(digestFacts(fleet({ west: 'changed' }), '')).not.toBe(digest);
    expect(digestFacts(fleet({ production: 'changed' }), '')).not.toBe(digest);
  });
});
