import { describe, expect, it } from 'vitest';
import { planInputsFixture } from '@fleetwright/plan/testing-inputs';
import { judgeForeign } from '../../testing-foreign.ts';

const { environment } = planInputsFixture();

function judge(
  hard: string,
  quota: Record<string, string> | undefined,
  labels = 'fleetwright.dev/environment: production',
) {
  const stated = structuredClone(environment.content);
  stated.spec = { ...stated.spec, ...(quota && { quota }) };
  const yaml = `
apiVersion: v1
kind: ResourceQuota
metadata: { name: platform, namespace: ${stated.spec.namespace}, labels: { ${labels} } }
spec: { hard: ${hard} }
`;
  return judgeForeign(yaml, ['capacity'], { environment: stated });
}

describe('capacity/quota-as-stated', () => {
  it('names what the environment limits and the quota does not', () => {
    expect(
      judge('{ requests.cpu: 4 }', { 'requests.cpu': '4', pods: '9', 'requests.memory': '1Gi' }),
    ).toEqual([
      'capacity/quota-as-stated ResourceQuota/platform /spec: ResourceQuota/platform does not limit pods, requests.memory, as the quota of production does.',
    ]);
  });

  it('accepts a whole one, one without a stated quota, and one of others', () => {
    expect(judge('{ pods: 9 }', { pods: '9' })).toEqual([]);
    expect(judge('{ pods: 9 }', undefined)).toEqual([]);
    expect(judge('{ pods: 9 }', { 'requests.cpu': '4' }, 'app: shop')).toEqual([]);
  });
});
