import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { podDisruptionBudget } from './poddisruptionbudget.ts';
import { rollout, type StrategyOf } from './rollout.ts';
import { scaledObject } from './scaledobject.ts';
import { service } from './service.ts';
import { serviceAccount } from './serviceaccount.ts';

export type { StrategyOf } from './rollout.ts';

/**
 * Builders of triton.yaml, in the order in which their resources are written. The Rollout stands here with its pod;
 * its strategy belongs to another area and is handed in.
 */
export function createBuilders(strategyOf: StrategyOf): readonly Builder<ServingPlan>[] {
  return [
    { id: 'triton/serviceaccount', build: serviceAccount },
    { id: 'triton/service', build: service },
    {
      id: 'triton/rollout',
      build: (plan) => rollout(plan, strategyOf),
      comments: () => ({ '/spec/strategy': 'rollouts/canarystrategy' }),
    },
    { id: 'triton/scaledobject', build: scaledObject },
    { id: 'triton/poddisruptionbudget', build: podDisruptionBudget },
  ];
}
