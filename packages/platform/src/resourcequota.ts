import type { ResourceQuota } from '@fleetwright/kube-schemas';
import { PLATFORM } from './names.ts';
import type { PlatformPlan } from './platform-plan.ts';

/**
 * Builds the ResourceQuota, where the environment states one.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function resourceQuota(plan: PlatformPlan): ResourceQuota | undefined {
  if (plan.quota === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: PLATFORM.workload, namespace: plan.namespace, labels: plan.labels },
    spec: { hard: plan.quota },
  };
}
