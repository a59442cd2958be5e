import type { LimitRange } from '@fleetwright/kube-schemas';
import { PLATFORM } from './names.ts';
import type { PlatformPlan } from './platform-plan.ts';

/**
 * Builds the LimitRange: what a container gets that states nothing, since a quota would refuse it.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export function limitRange(plan: PlatformPlan): LimitRange | undefined {
  if (plan.limitRange === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: PLATFORM.workload, namespace: plan.namespace, labels: plan.labels },
    spec: { limits: [{ type: 'Container', ...plan.limitRange }] },
  };
}
