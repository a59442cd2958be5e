import type { PlatformPlan } from './platform-plan.ts';

/** A complete plan for tests of builders; a test overrides only what its case is about. */
export function platformPlanFixture(overrides: Partial<PlatformPlan> = {}): PlatformPlan {
  return {
    cluster: 'prod-us-east',
    environment: 'production',
    namespace: 'ml-inference',
    kubernetes: '1.34',
    labels: { 'app.kubernetes.io/name': 'platform' },
    meshLabels: { 'istio-injection': 'enabled' },
    waypoint: undefined,
    quota: undefined,
    limitRange: undefined,
    dashboard: undefined,
    usesAdapter: false,
    ...overrides,
  };
}
