import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { analysisTemplates } from './analysistemplate.ts';

export { canaryStrategy } from './canarystrategy.ts';

/** Builders of rollouts.yaml, in the order in which their resources are written. */
export const builders: readonly Builder<ServingPlan>[] = [
  { id: 'rollouts/analysistemplate', build: analysisTemplates },
];
