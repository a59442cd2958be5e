import type { Rollout, RolloutStrategy } from '@fleetwright/kube-schemas';
import type { CanaryRollout, ServingPlan } from '@fleetwright/plan';
import { podTemplate } from './pod-template.ts';
import { revisionFields } from './workload.ts';

/** Decides how a new revision replaces the old one. */
export type StrategyOf = (plan: ServingPlan, rollout: CanaryRollout) => RolloutStrategy;

/**
 * Builds the Rollout, the workload where traffic moves in steps: the only one over the service's pods.
 * https://argo-rollouts.readthedocs.io/en/stable/features/specification/
 */
export function rollout(plan: ServingPlan, strategyOf: StrategyOf): Rollout | undefined {
  if (plan.rollout.strategy !== 'canary') return undefined;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      ...revisionFields(plan),
      // A revision that does not come up gives its GPUs back.
      progressDeadlineAbort: true,
      strategy: strategyOf(plan, plan.rollout),
      selector: { matchLabels: plan.selectorLabels },
      template: podTemplate(plan),
    },
  };
}
