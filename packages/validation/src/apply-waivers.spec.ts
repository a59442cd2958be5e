import { describe, expect, it } from 'vitest';
import type { Finding } from '@fleetwright/findings';
import type { Waiver } from '@fleetwright/model-service';
import { applyWaivers } from './apply-waivers.ts';

const FINDING: Finding = {
  rule: 'workload/cpu-limit',
  severity: 'error',
  message: '',
  service: 'chat',
  cluster: 'prod-us-east',
};
const WAIVER: Waiver = {
  rule: 'workload/cpu-limit',
  reason: 'tokenisers need bursts',
  owner: '@acme/ml',
  expires: '2026-11-25',
};

function apply(waiver: Partial<Waiver>, today = '2026-11-25', finding: Partial<Finding> = {}) {
  const source = { path: 'environments/production/environment.yaml', locate: () => ({ line: 9, column: 5 }) };
  return applyWaivers(
    [{ ...FINDING, ...finding }],
    [{ environment: 'production', waivers: [{ ...WAIVER, ...waiver }], source, clusters: ['prod-us-east'] }],
    today,
  ).map(({ rule, severity, message, waiver: note }) => `${severity} ${rule} ${message}${note ?? ''}`);
}

const WAIVED = 'error workload/cpu-limit tokenisers need bursts (@acme/ml, until 2026-11-25)';
const OPEN = 'error workload/cpu-limit ';
const UNUSED = 'warning waiver/unused The waiver of workload/cpu-limit covers no finding.';

describe('applyWaivers', () => {
  it.each<[string, Partial<Waiver>]>([
    ['of the rule', {}],
    ['of the service', { service: 'chat' }],
    ['of the cluster', { cluster: 'prod-us-east' }],
  ])('notes reason, owner and last day on a finding %s', (_, waiver) => {
    expect(apply(waiver)).toEqual([WAIVED]);
  });

  it.each<[string, Partial<Waiver>, Partial<Finding>]>([
    ['another service', { service: 'vision' }, {}],
    ['another cluster', { cluster: 'prod-eu-west' }, {}],
    ['another environment', {}, { cluster: 'staging-us-east' }],
  ])('leaves a finding of %s open and says that the waiver is unused', (_, waiver, finding) => {
    expect(apply(waiver, '2026-11-25', finding)).toEqual([OPEN, UNUSED]);
  });

  it('names the rule of a waiver that no finding has', () => {
    expect(apply({ rule: 'workload/cpu-limits' })).toEqual([
      OPEN,
      'warning waiver/unused The waiver of workload/cpu-limits covers no finding.',
    ]);
  });

  it('is over on the day after the last', () => {
    expect(apply({}, '2026-11-26')).toEqual([
      OPEN,
      'error waiver/expired The waiver of workload/cpu-limit expired on 2026-11-25; it no longer holds.',
    ]);
  });

  it('covers what belongs to the environment and to no cluster', () => {
    expect(apply({}, '2026-11-25', { cluster: undefined, environment: 'production' })).toEqual([WAIVED]);
  });
});
