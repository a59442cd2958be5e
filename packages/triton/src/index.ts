import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { deployment } from './deployment.ts';
import { horizontalPodAutoscaler } from './horizontalpodautoscaler.ts';
import { podDisruptionBudget } from './poddisruptionbudget.ts';
import { resourceClaimTemplate } from './resourceclaimtemplate.ts';
import { rollout, type StrategyOf } from './rollout.ts';
import { scaledObject } from './scaledobject.ts';
import { service } from './service.ts';
import { serviceAccount } from './serviceaccount.ts';

export type { StrategyOf } from './rollout.ts';

/**
 * Builders of triton.yaml, in the order in which their resources are written; those of kinds that the placement does
 * without make nothing. The Rollout stands here with its pod; its strategy belongs to another area and is handed in.
 */
export function createBuilders(strategyOf: StrategyOf): readonly Builder<ServingPlan>[] {
  return [
    { id: 'triton/serviceaccount', build: serviceAccount },
    { id: 'triton/service', build: service },
    { id: 'triton/resourceclaimtemplate', build: resourceClaimTemplate },
    { id: 'triton/deployment', build: deployment },
    {
      id: 'triton/rollout',
      build: (plan) => rollout(plan, strategyOf),
      comments: () => ({ '/spec/strategy': 'rollouts/canarystrategy' }),
    },
    { id: 'triton/horizontalpodautoscaler', build: horizontalPodAutoscaler },
    { id: 'triton/scaledobject', build: scaledObject },
    { id: 'triton/poddisruptionbudget', build: podDisruptionBudget },
  ];
}
