import { builders as istio } from '@fleetwright/istio';
import type { Builder } from '@fleetwright/kube';
import { builders as monitoring } from '@fleetwright/monitoring';
import { builders as networkPolicy } from '@fleetwright/network-policy';
import type { ServingPlan } from '@fleetwright/plan';
import { builders as rollouts, canaryStrategy } from '@fleetwright/rollouts';
import { createBuilders as triton } from '@fleetwright/triton';

/** One area of a placement: a package of builders and the file that holds what they make. */
export interface Area {
  /** The package that owns the area; CODEOWNERS names it too. */
  name: string;
  /** File in the overlay. */
  file: string;
  builders: readonly Builder<ServingPlan>[];
}

/** Every area, in the order in which a kustomization lists them. */
export const areas: readonly Area[] = [
  // The Rollout stands with its pod; how it proceeds is decided by another area.
  { name: 'triton', file: 'triton.yaml', builders: triton(canaryStrategy) },
  { name: 'rollouts', file: 'rollouts.yaml', builders: rollouts },
  { name: 'istio', file: 'istio.yaml', builders: istio },
  { name: 'monitoring', file: 'monitoring.yaml', builders: monitoring },
  { name: 'network-policy', file: 'network-policy.yaml', builders: networkPolicy },
];
