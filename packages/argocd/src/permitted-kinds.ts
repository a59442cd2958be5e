/** A kind as an AppProject names it. */
export interface GroupKind {
  group: string;
  kind: string;
}

/** Kinds that the builders of services can render, by group and name. */
export const SERVICE_KINDS: readonly GroupKind[] = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'Service' },
  { group: '', kind: 'ServiceAccount' },
  { group: 'apps', kind: 'Deployment' },
  { group: 'argoproj.io', kind: 'AnalysisTemplate' },
  { group: 'argoproj.io', kind: 'Rollout' },
  { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
  { group: 'keda.sh', kind: 'ScaledObject' },
  { group: 'monitoring.coreos.com', kind: 'PrometheusRule' },
  { group: 'monitoring.coreos.com', kind: 'ServiceMonitor' },
  { group: 'networking.istio.io', kind: 'DestinationRule' },
  { group: 'networking.istio.io', kind: 'VirtualService' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'policy', kind: 'PodDisruptionBudget' },
  { group: 'resource.k8s.io', kind: 'ResourceClaimTemplate' },
  { group: 'security.istio.io', kind: 'AuthorizationPolicy' },
  { group: 'security.istio.io', kind: 'PeerAuthentication' },
];

/**
 * Kinds that controllers make from a service's. Argo CD hides what a project does not permit, so without them the
 * tree of a service ends at its workload: no pods, no logs, no analysis. They permit nothing that a Rollout does
 * not already.
 */
export const SHOWN_KINDS: readonly GroupKind[] = [
  { group: '', kind: 'Pod' },
  { group: 'apps', kind: 'ReplicaSet' },
  { group: 'argoproj.io', kind: 'AnalysisRun' },
];

/** Namespaced kinds that the builders of the platform folder can render. */
export const PLATFORM_KINDS: readonly GroupKind[] = [
  { group: '', kind: 'ConfigMap' },
  { group: '', kind: 'LimitRange' },
  { group: '', kind: 'ResourceQuota' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
];

/** Cluster-scoped kinds that they can render. */
export const PLATFORM_CLUSTER_KINDS: readonly GroupKind[] = [{ group: '', kind: 'Namespace' }];
