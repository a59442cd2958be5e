import { describe, expect, it } from 'vitest';
import { dashboardUid } from './dashboard-uid.ts';

describe('the uid of a dashboard', () => {
  it('is the placement where that fits', () => {
    expect(dashboardUid('prod-us-east.image-classification')).toBe('prod-us-east_image-classification');
  });

  it('ends with a hash where the placement is too long', () => {
    expect(dashboardUid(`${'c'.repeat(22)}.${'s'.repeat(40)}`)).toBe(
      'cccccccccccccccccccccc_ssssssss_c359eeb3',
    );
  });

  it('has at most 40 characters that Grafana accepts', () => {
    for (const length of [1, 17, 18, 40]) {
      expect(dashboardUid(`${'c'.repeat(22)}.${'s'.repeat(length)}`)).toMatch(/^[A-Za-z0-9_-]{1,40}$/);
    }
  });

  it('differs between placements, also where the first characters are the same', () => {
    const service = 'a-service-with-a-name-of-forty-character';
    const placements = Array.from({ length: 1500 }, (_, index) => `production-cluster-${index}.${service}`);
    expect(new Set(placements.map(dashboardUid)).size).toBe(placements.length);
    expect(dashboardUid('a.b-c')).not.toBe(dashboardUid('a-b.c'));
  });
});
