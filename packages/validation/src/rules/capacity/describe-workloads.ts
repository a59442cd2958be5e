import type { Demand } from '../../capacity/demand.ts';

const NAMED = 5;

/** Which number of replicas is meant. */
type Replicas = 'minReplicas' | 'maxReplicas';

/** Workloads by what they take of a resource. */
export function largestFirst(workloads: readonly Demand[], resource: string, replicas: Replicas): Demand[] {
  const takes = (demand: Demand) => demand[replicas] * (demand.perPod[resource] ?? 0);
  return [...workloads].sort((left, right) => takes(right) - takes(left));
}

/** `Rollout/chat 8 × 1, …`: who takes how much, the largest first. */
export function describeWorkloads(
  workloads: readonly Demand[],
  resource: string,
  replicas: Replicas,
): string {
  const named = largestFirst(workloads, resource, replicas)
    .slice(0, NAMED)
    .map((demand) => `${demand.place.resource} ${demand[replicas]} × ${demand.perPod[resource] ?? 0}`);
  const others = workloads.length - named.length;
  return others > 0 ? `${named.join(', ')} and ${others} more` : named.join(', ');
}
