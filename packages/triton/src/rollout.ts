import type { Rollout, RolloutStrategy } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';
import { podTemplate } from './pod-template.ts';

/** Decides how a new revision replaces the old one. */
export type StrategyOf = (plan: ServingPlan) => RolloutStrategy;

// Old ReplicaSets only tell what ran before: the way back is a revert in git.
const REVISION_HISTORY = 3;

/**
 * Builds the Rollout, the only workload over the service's pods. It names no replicas, since the autoscaler owns
 * their number. https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export function rollout(plan: ServingPlan, strategyOf: StrategyOf): Rollout {
  const { budgets } = plan;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      revisionHistoryLimit: REVISION_HISTORY,
      minReadySeconds: budgets.minReadySeconds,
      progressDeadlineSeconds: budgets.progressDeadlineSeconds,
      // A revision that does not come up gives its GPUs back.
      progressDeadlineAbort: true,
      strategy: strategyOf(plan),
      selector: { matchLabels: plan.selectorLabels },
      template: podTemplate(plan),
    },
  };
}
