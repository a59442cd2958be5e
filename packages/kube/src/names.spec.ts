import { describe, expect, it } from 'vitest';
import { placementLabels, selectorLabels } from './labels.ts';
import { MAX_CLUSTER_NAME, MAX_SERVICE_NAME, placementName, resourceNames } from './names.ts';

const DNS_LABEL = 63;
const longest = { service: 's'.repeat(MAX_SERVICE_NAME), cluster: 'c'.repeat(MAX_CLUSTER_NAME) };

describe('resourceNames', () => {
  it('leaves room for the hashes of ReplicaSets and pods in the longest name', () => {
    for (const name of Object.values<string>({ ...resourceNames(longest.service) })) {
      expect(name.length).toBeLessThanOrEqual(DNS_LABEL);
    }
    const { workload } = resourceNames(longest.service);
    expect(`${workload}-${'f'.repeat(10)}-${'x'.repeat(5)}`.length).toBeLessThanOrEqual(DNS_LABEL);
  });

  it('gives stable, canary and metrics Services names of their own', () => {
    const { stableService, canaryService, metricsService } = resourceNames('vision');
    expect([stableService, canaryService, metricsService]).toEqual([
      'vision',
      'vision-canary',
      'vision-metrics',
    ]);
  });
});

describe('labels', () => {
  it('fit into 63 characters for the longest names', () => {
    expect(placementName(longest.cluster, longest.service).length).toBe(DNS_LABEL);
    for (const value of Object.values(placementLabels(longest.service, longest.cluster, 'team'))) {
      expect(value.length).toBeLessThanOrEqual(DNS_LABEL);
    }
  });

  it('select pods by one label that every resource of the service carries', () => {
    const [[key, value]] = Object.entries(selectorLabels('vision')) as [[string, string]];
    expect(placementLabels('vision', 'prod', undefined)[key]).toBe(value);
  });

  it('carry the team only where there is one', () => {
    expect(placementLabels('vision', 'prod', undefined)).not.toHaveProperty(['fleetwright.dev/team']);
    expect(placementLabels('vision', 'prod', 'seeing')).toHaveProperty(['fleetwright.dev/team'], 'seeing');
  });
});
