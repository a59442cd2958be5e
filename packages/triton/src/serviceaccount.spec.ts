import { planFixture } from '@fleetwright/plan/testing';
import { describe, expect, it } from 'vitest';
import { serviceAccount } from './serviceaccount.ts';

describe('serviceAccount', () => {
  it('carries the identity toward the stores and no token for the API server', () => {
    const account = serviceAccount(planFixture());
    expect(account.metadata.name).toBe('image-classification');
    expect(account.metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/triton-image-classification',
    });
    expect(account.automountServiceAccountToken).toBe(false);
  });

  it('has no annotations where nothing asks for credentials', () => {
    const identity = { provider: 'none', serviceAccountAnnotations: {}, labels: {} };
    expect(serviceAccount(planFixture({ identity })).metadata.annotations).toBeUndefined();
  });

  it('carries the labels that an identity provider asks for', () => {
    const account = serviceAccount(
      planFixture({
        identity: {
          provider: 'azure-workload-identity',
          serviceAccountAnnotations: {},
          labels: { 'azure.workload.identity/use': 'true' },
        },
      }),
    );
    expect(account.metadata.labels).toMatchObject({
      'fleetwright.dev/service': 'image-classification',
      'azure.workload.identity/use': 'true',
    });
  });
});
