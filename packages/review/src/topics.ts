import type { ChangeTopic } from './review.ts';

const BY_KIND: Readonly<Record<string, ChangeTopic>> = {
  AnalysisTemplate: 'rollout',
  ClusterAnalysisTemplate: 'rollout',
  AppProject: 'argocd',
  Application: 'argocd',
  ApplicationSet: 'argocd',
  AuthorizationPolicy: 'security',
  ConfigMap: 'other',
  DestinationRule: 'routing',
  Gateway: 'routing',
  HTTPRoute: 'routing',
  HorizontalPodAutoscaler: 'scaling',
  Ingress: 'routing',
  LimitRange: 'resources',
  NetworkPolicy: 'network',
  PeerAuthentication: 'security',
  PersistentVolumeClaim: 'storage',
  PodDisruptionBudget: 'scaling',
  PodMonitor: 'monitoring',
  PrometheusRule: 'monitoring',
  ResourceQuota: 'resources',
  Role: 'security',
  RoleBinding: 'security',
  ScaledObject: 'scaling',
  Secret: 'security',
  Service: 'network',
  ServiceAccount: 'security',
  ServiceEntry: 'network',
  ServiceMonitor: 'monitoring',
  Sidecar: 'network',
  TriggerAuthentication: 'scaling',
  VirtualService: 'routing',
};

const BY_PATH: readonly (readonly [RegExp, ChangeTopic])[] = [
  [/ontainers\[[^[\]]*\]\.image$|\.labels\[app\.kubernetes\.io\/version\]$/, 'image'],
  [/\[config\.fleetwright\.dev\/|config\.pbtxt/, 'model-configuration'],
  [
    /initContainers\[(?:fetch-models|verify-models|models)[^[\]]*\](?:$|\.args)|\.volumes\[model[^[\]]*\]\.image/,
    'model',
  ],
  [/\.strategy(?:\.|$)|minReadySeconds|progressDeadline|revisionHistoryLimit/, 'rollout'],
  [/^spec\.replicas$/, 'scaling'],
  [/[pP]robe(?:\.|$)|\.lifecycle(?:\.|$)|terminationGracePeriodSeconds/, 'probes'],
  [/\.resources(?:\.|$)|resourceClaims|sizeLimit/, 'resources'],
  [/[sS]ecurityContext|serviceAccount|automountServiceAccountToken|hostNetwork|hostPID/, 'security'],
  [
    /nodeSelector|tolerations|affinity|topologySpreadConstraints|priorityClassName|schedulerName/,
    'scheduling',
  ],
  [/\.volumes(?:\[|$)|volumeMounts|volumeClaimTemplates/, 'storage'],
  [/^metadata(?:\.|$)/, 'metadata'],
];

/** What a change of a field is about; of an object that comes or goes, by its kind alone. */
export function topicOf(kind: string, path?: string): ChangeTopic {
  if (kind === 'ConfigMap' && path?.includes('.json')) return 'monitoring';
  const found = path === undefined ? undefined : BY_PATH.find(([pattern]) => pattern.test(path))?.[1];
  if (found === 'metadata' && kind === 'ServiceAccount') return 'security';
  return found ?? BY_KIND[kind] ?? 'other';
}

/** The order in which topics stand in a review. */
export const TOPICS: readonly ChangeTopic[] = [
  'image',
  'model',
  'model-configuration',
  'rollout',
  'scaling',
  'resources',
  'probes',
  'routing',
  'network',
  'security',
  'scheduling',
  'storage',
  'monitoring',
  'argocd',
  'metadata',
  'other',
];
