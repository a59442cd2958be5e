import type { ServingPlan } from '@fleetwright/plan';

// Old ReplicaSets only tell what ran before: the way back is a revert in git.
const REVISION_HISTORY = 3;

const WORKLOADS = {
  canary: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', hashLabel: 'rollouts-pod-template-hash' },
  'rolling-update': { apiVersion: 'apps/v1', kind: 'Deployment', hashLabel: 'pod-template-hash' },
} as const;

/** Kind of the workload, and the label by which its controller tells revisions apart. */
export function workloadOf(plan: ServingPlan): (typeof WORKLOADS)[keyof typeof WORKLOADS] {
  return WORKLOADS[plan.rollout.strategy];
}

/** The workload as an autoscaler names it. */
export function scaleTarget(plan: ServingPlan): { apiVersion: string; kind: string; name: string } {
  const { apiVersion, kind } = workloadOf(plan);
  return { apiVersion, kind, name: plan.names.workload };
}

/** What a Rollout and a Deployment have in common, ahead of their strategy. */
export function revisionFields(plan: ServingPlan) {
  const { budgets, scaling } = plan;
  return {
    // Where something scales the workload, a number in git would fight it at every sync.
    replicas: scaling.controller === 'none' ? scaling.minReplicas : undefined,
    revisionHistoryLimit: REVISION_HISTORY,
    minReadySeconds: budgets.minReadySeconds,
    progressDeadlineSeconds: budgets.progressDeadlineSeconds,
  };
}
