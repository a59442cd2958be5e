import type { ServiceAccount } from '@fleetwright/kube-schemas';
import type { ServingPlan } from '@fleetwright/plan';

/**
 * Builds the ServiceAccount: the identity toward the model stores and in the mesh. It mounts no token for the API
 * server; the identity provider projects its own.
 * https://kubernetes.io/docs/concepts/security/service-accounts/
 */
export function serviceAccount(plan: ServingPlan): ServiceAccount {
  const { serviceAccountAnnotations: annotations, labels } = plan.identity;
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: {
      name: plan.names.workload,
      namespace: plan.namespace,
      labels: { ...plan.labels, ...labels },
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    automountServiceAccountToken: false,
  };
}
