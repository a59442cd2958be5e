import type { ServingPlan } from '@fleetwright/plan';

/** Services between which requests are split: stable and canary, or the only one where pods are replaced in place. */
export function trafficServices({ names, rollout }: ServingPlan): string[] {
  return rollout.strategy === 'canary' ? [names.stableService, names.canaryService] : [names.stableService];
}
