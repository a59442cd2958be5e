import type { ArgocdPlan } from './argocd-plan.ts';

/** A complete plan for tests of builders; a test overrides only what its case is about. */
export function argocdPlanFixture(overrides: Partial<ArgocdPlan> = {}): ArgocdPlan {
  return {
    environment: 'production',
    argocdNamespace: 'argocd',
    namespace: 'ml-inference',
    source: { repoURL: 'https://git.example.com/acme/fleet.git', targetRevision: 'refs/heads/main' },
    projects: { services: 'production', platform: 'production-platform' },
    clusters: [
      { name: 'prod-eu-west', destination: 'eu-west.example.com', wave: undefined },
      { name: 'prod-us-east', destination: 'prod-us-east', wave: undefined },
    ],
    placements: undefined,
    automated: { prune: true, selfHeal: true },
    syncWindows: [],
    notifications: {},
    labels: { 'app.kubernetes.io/managed-by': 'fleetwright' },
    ...overrides,
  };
}
