import type { Builder } from '@fleetwright/kube';
import type { ServingPlan } from '@fleetwright/plan';
import { networkPolicy, networkPolicyComments } from './networkpolicy.ts';

/** Builders of network-policy.yaml, in the order in which their resources are written. */
export const builders: readonly Builder<ServingPlan>[] = [
  { id: 'network-policy/networkpolicy', build: networkPolicy, comments: networkPolicyComments },
];
