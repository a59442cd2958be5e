import type { PodDisruptionBudget } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/**
 * Builds the PodDisruptionBudget: how many pods a drain may take at once. Pods that are not ready never hold a drain
 * up. https://kubernetes.io/docs/tasks/run-application/configure-pdb/
 */
export function podDisruptionBudget(plan: ServingPlan): PodDisruptionBudget {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: plan.names.workload, namespace: plan.namespace, labels: plan.labels },
    spec: {
      maxUnavailable: plan.disruption.maxUnavailable,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: plan.selectorLabels },
    },
  };
}
