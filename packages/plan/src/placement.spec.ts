import { describe, expect, it } from 'vitest';
import { isPlaced } from './placement.ts';
import { planInputsFixture } from './plan-inputs-fixture.ts';

function placed(placement: string): boolean {
  const { service, cluster } = planInputsFixture((texts) => ({
    service: `${texts.service}${placement === '' ? '' : `  placement: ${placement}\n`}`,
  }));
  return isPlaced(service.content, cluster.content);
}

describe('isPlaced', () => {
  it.each([
    ['', true],
    ["{ clusterSelector: { matchLabels: { fleetwright.dev/serving: 'true' } } }", true],
    ["{ clusterSelector: { matchLabels: { fleetwright.dev/serving: 'false' } } }", false],
    ["{ clusterSelector: { matchLabels: { constructor: 'x' } } }", false],
    ['{ clusters: [prod-us-east, prod-eu-west] }', true],
    ['{ clusters: [prod-eu-west] }', false],
    ["{ clusters: [prod-us-east], clusterSelector: { matchLabels: { gpu: 'yes' } } }", false],
  ])('takes the placement %j as %s', (placement, expected) => {
    expect(placed(placement)).toBe(expected);
  });
});
