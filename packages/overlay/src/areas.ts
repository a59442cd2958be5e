import { files as argocd, type ArgocdPlan } from '@fleetwright/argocd';
import { builders as istio } from '@fleetwright/istio';
import type { Builder } from '@fleetwright/kube';
import { builders as monitoring } from '@fleetwright/monitoring';
import { builders as networkPolicy } from '@fleetwright/network-policy';
import type { ServingPlan } from '@fleetwright/plan';
import { files as platform, type PlatformPlan } from '@fleetwright/platform';
import { builders as rollouts, canaryStrategy } from '@fleetwright/rollouts';
import { createBuilders as triton } from '@fleetwright/triton';

/** One area: a package of builders and the file that holds what they make. */
export interface Area<Plan = ServingPlan> {
  /** The package that owns the area; CODEOWNERS names it too. */
  name: string;
  /** File in the overlay. */
  file: string;
  builders: readonly Builder<Plan>[];
}

/** Every area of a placement, in the order in which a kustomization lists them. */
export const areas: readonly Area[] = [
  // The Rollout stands with its pod; how it proceeds is decided by another area.
  { name: 'triton', file: 'triton.yaml', builders: triton(canaryStrategy) },
  { name: 'rollouts', file: 'rollouts.yaml', builders: rollouts },
  { name: 'istio', file: 'istio.yaml', builders: istio },
  { name: 'monitoring', file: 'monitoring.yaml', builders: monitoring },
  { name: 'network-policy', file: 'network-policy.yaml', builders: networkPolicy },
];

/** The files of a cluster's platform folder. */
export const platformAreas: readonly Area<PlatformPlan>[] = platform.map((file) => ({
  name: 'platform',
  ...file,
}));

/** The files of an environment's argocd folder. */
export const argocdAreas: readonly Area<ArgocdPlan>[] = argocd.map((file) => ({ name: 'argocd', ...file }));
