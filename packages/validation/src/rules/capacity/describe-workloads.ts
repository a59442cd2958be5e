import type { Demand } from '../../capacity/demand.ts';

const NAMED = 5;

/** Workloads by what they take of a resource at most. */
export function largestFirst(workloads: readonly Demand[], resource: string): Demand[] {
  return [...workloads].sort((left, right) => takes(right, resource) - takes(left, resource));
}

/** `Rollout/chat 8 × 1, …`: who takes how much, the largest first. */
export function describeWorkloads(workloads: readonly Demand[], resource: string): string {
  const named = largestFirst(workloads, resource)
    .slice(0, NAMED)
    .map(({ place, maxReplicas, perPod }) => `${place.resource} ${maxReplicas} × ${perPod[resource] ?? 0}`);
  const others = workloads.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
}

function takes({ maxReplicas, perPod }: Demand, resource: string): number {
  return maxReplicas * (perPod[resource] ?? 0);
}
