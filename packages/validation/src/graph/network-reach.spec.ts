import { describe, expect, it } from 'vitest';
import { containsNetwork } from './network-reach.ts';

describe('a network', () => {
  it.each([
    ['10.0.0.0/8', '10.20.0.0/16'],
    ['0.0.0.0/0', '203.0.113.7/32'],
    ['10.20.0.0/16', '10.20.0.0/16'],
    ['2001:db8::/32', '2001:db8::/32'],
  ])('%s contains %s', (outer, inner) => {
    expect(containsNetwork(outer, inner)).toBe(true);
  });

  it.each([
    ['10.20.0.0/16', '10.0.0.0/8'],
    ['10.20.0.0/16', '10.21.0.0/16'],
    ['128.0.0.0/1', '10.0.0.0/8'],
    ['2001:db8::/32', '2001:db8:1::/48'],
    ['', '10.0.0.0/8'],
  ])('%s does not contain %s', (outer, inner) => {
    expect(containsNetwork(outer, inner)).toBe(false);
  });
});
