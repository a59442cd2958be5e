import type { Namespace } from '@fleetwright/kube-schemas';
import type { PlatformPlan } from './platform-plan.ts';

/**
 * Builds the Namespace: Pod Security restricted, as of the version that runs, so that an upgrade of the cluster
 * changes the policy by a reviewed commit; and its part of the mesh. Argo CD never deletes it: with it would go
 * everything in it. https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function namespace(plan: PlatformPlan): Omit<Namespace, 'spec'> {
  const version = `v${plan.kubernetes}`;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: plan.namespace,
      labels: {
        ...plan.labels,
        ...plan.meshLabels,
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': version,
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': version,
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': version,
      },
      annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
    },
  };
}
