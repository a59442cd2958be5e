import type { Probe } from '@fleetwright/kube-schemas';
import type { Loose } from './kinds.ts';
import type { Workload, WorkloadContainer } from './workload.ts';

/**
 * Seconds that a probe gives a container before it counts as failed, with the defaults of
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/.
 */
function probeSeconds(probe: Loose<Probe>): number {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  return initialDelaySeconds + periodSeconds * failureThreshold;
}

/** The container of a workload that may take longest to start, and how long: its startup probe says it. */
export function longestStart({
  containers,
}: Workload): { owner: WorkloadContainer; seconds: number } | undefined {
  return containers
    .flatMap((owner) => {
      const { startupProbe } = owner.container;
      return startupProbe === undefined ? [] : [{ owner, seconds: probeSeconds(startupProbe) }];
    })
    .sort((left, right) => right.seconds - left.seconds)[0];
}
